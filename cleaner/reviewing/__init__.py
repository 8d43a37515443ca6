"""Looking at what cleaning did: one line (`hearing`), one run (`runs`, `summing`, `page`), two runs (`difference`)."""
