"""First versions of rule files: drafted from an outlet's pages (`draft`, `suggest`) or read from another project's (`ftr`).

What comes out is for a person to read, mend and set to stable. Nothing here changes a rule file that is already there.
"""
