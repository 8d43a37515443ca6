"""Train the network of the prose stage with PyTorch, and round it to the whole numbers that it is evaluated in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.commands import TRAIN, needed
from benchmarks.prose.data import Data
from cleaner.stages.arrays.columns import Flags
from cleaner.stages.prose.net import EXACT, HIDDEN, INPUT, Layer, Net, Numbers

WIDTH, TAPS, STEPS = 64, 5, (1, 3, 9)
"""Values of a line, lines a convolution looks at, and how far apart. Half the width scores .001 less, four layers of three taps
the same."""
EPOCHS, BATCH, PIECE = 8, 32, 256
"""Rounds over the data, texts learned from at once, and lines of one: longer texts are cut up, each time elsewhere."""
RATE, DECAY, WARM = 2e-3, 1e-2, 200
DROPPED, BLINDED = 0.3, 0.1
"""Share of values and of evidence that is left out at random, so that no line is learned by heart."""
SMOOTH = 0.999
"""Each step's weights count for a thousandth in those that are kept: their mean is better than any of them."""
SEED = 7
DEVIATIONS = 5.0
_LEVELS = 127
_FULL = 0.97
"""Share of the exact numbers that sums may reach before rounding, which can add to each weight."""
_HEADROOM = 0.9
"""Share of the whole numbers that the greatest value seen in training is given; greater ones are cut off."""
RECIPE: dict[str, Any] = {
    "width": WIDTH, "taps": TAPS, "steps": list(STEPS), "epochs": EPOCHS, "batch": BATCH, "piece": PIECE, "rate": RATE,
    "decay": DECAY, "dropped": DROPPED, "blinded": BLINDED, "smooth": SMOOTH, "seed": SEED,
}  # fmt: skip  # a table


def fit_net(data: Data, lines: Flags, columns: Sequence[int]) -> Net:
    """A network of some of the lines (whole samples of them) and some of the columns. Seeded, on one thread."""
    torch = needed("torch", TRAIN)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    draw = np.random.default_rng(SEED)
    matrix = data.matrix[:, columns]
    mean = matrix[lines].mean(0, dtype=np.float64).astype(np.float32)
    scale = (INPUT / DEVIATIONS / (matrix[lines].std(0, dtype=np.float64) + 1e-3)).astype(np.float32)
    given = np.clip((matrix - mean) * scale, -INPUT, INPUT) * np.float32(DEVIATIONS / INPUT)
    wanted, weight = (data.share >= 0.5).astype(np.float32), data.weight.astype(np.float32)
    spans = [span for span in map(data.span, range(len(data.samples))) if lines[span.start]]
    layers = _layers(torch, len(columns))
    parameters = [parameter for layer in layers for parameter in layer.parameters()]
    kept = [parameter.detach().clone() for parameter in parameters]
    optimiser = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * math.ceil(len(_pieces(spans, draw)) / BATCH)
    step = 0
    for _ in range(EPOCHS):
        for batch in _batches(_pieces(spans, draw), draw):
            rows, target, counts = (_padded(batch, column) for column in (given, wanted, weight))
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1, step / WARM) * (1 + math.cos(math.pi * min(1, step / steps))) / 2
            found = _forward(torch, layers, torch.from_numpy(rows), training=True)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(found, torch.from_numpy(target), reduction="none")
            loss = (loss * torch.from_numpy(counts)).sum() / max(float(counts.sum()), 1e-6)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            step += 1
            share = min(SMOOTH, step / (step + 20))
            with torch.no_grad():
                for mine, new in zip(kept, parameters, strict=True):
                    mine.mul_(share).add_(new, alpha=1 - share)
    plain = [parameter.numpy().astype(np.float64) for parameter in kept]
    return rounded(plain, mean, scale, [matrix[span] for span in spans[:: max(len(spans) // 500, 1)]])


def _layers(torch: Any, width: int) -> list[Any]:
    inner = [torch.nn.Conv1d(WIDTH, WIDTH, TAPS, padding=step * (TAPS // 2), dilation=step) for step in STEPS]
    for layer in inner:
        layer.weight.data *= 0.5  # each adds to what is there: at first a little
    return [torch.nn.Linear(width, WIDTH), *inner, torch.nn.Linear(WIDTH, 1)]


def _forward(torch: Any, layers: Sequence[Any], rows: Any, *, training: bool) -> Any:
    first, *inner, last = layers
    drop, rectified = torch.nn.functional.dropout, torch.nn.functional.relu
    values = rectified(first(drop(rows, BLINDED, training)))
    for layer in inner:
        added = rectified(layer(values.transpose(1, 2)).transpose(1, 2))
        values = values + drop(added, DROPPED, training)
    return last(drop(values, DROPPED, training)).squeeze(-1)


_Span = tuple[int, int]


def _pieces(spans: Sequence[slice], draw: np.random.Generator) -> list[_Span]:
    """The texts, the long ones cut up."""
    found: list[_Span] = []
    for span in spans:
        shift = int(draw.integers(PIECE // 2)) if span.stop - span.start > PIECE else 0
        starts = range(span.start - shift, span.stop, PIECE)
        found += [(max(start, span.start), min(start + PIECE, span.stop)) for start in starts]
    return found


def _batches(pieces: Sequence[_Span], draw: np.random.Generator) -> Iterator[list[_Span]]:
    """Pieces of about one length together, for the shorter ones are filled up; the batches in any order."""
    order = np.argsort(np.array([stop - start for start, stop in pieces]) + draw.random(len(pieces)) * 40, kind="stable")
    starts = np.arange(0, len(pieces), BATCH)
    draw.shuffle(starts)
    for start in starts.tolist():
        yield [pieces[number] for number in order[start : start + BATCH].tolist()]


def _padded(batch: Sequence[_Span], column: NDArray[np.float32]) -> NDArray[np.float32]:
    longest = max(stop - start for start, stop in batch)
    found = np.zeros((len(batch), longest, *column.shape[1:]), np.float32)
    for number, (start, stop) in enumerate(batch):
        found[number, : stop - start] = column[start:stop]
    return found


def rounded(plain: Sequence[NDArray[np.float64]], mean: Numbers, scale: Numbers, texts: Sequence[Numbers]) -> Net:
    """The network in whole numbers.

    Args:
        plain: weights and biases by turns, layer by layer: outputs by inputs, convolutions outputs by inputs by taps.
        mean: as in `Net`.
        scale: as in `Net`.
        texts: evidence on some texts, by which the greatest value is known.
    """
    pairs = list(zip(plain[::2], plain[1::2], strict=True))
    flat = [weights.transpose(2, 1, 0).reshape(-1, len(weights)) if weights.ndim == 3 else weights.T for weights, _ in pairs]
    biases = [bias for _, bias in pairs]
    greatest = max(float(values.max()) for text in texts for values in _plain_values(flat, biases, mean, scale, text))
    unit = greatest / (_HEADROOM * HIDDEN)
    first = _rounded_layer(flat[0], biases[0], DEVIATIONS / INPUT, unit, INPUT)
    inner = tuple(
        _rounded_layer(weights, bias, unit, unit, HIDDEN)._replace(taps=TAPS, step=step)
        for weights, bias, step in zip(flat[1:-1], biases[1:-1], STEPS, strict=True)
    )
    return Net(mean, scale, first, inner, _rounded_layer(flat[-1], biases[-1], unit, 1.0, HIDDEN))


def _plain_values(
    flat: Sequence[NDArray[np.float64]], biases: Sequence[NDArray[np.float64]], mean: Numbers, scale: Numbers, text: Numbers
) -> list[NDArray[np.float32]]:
    """What the network's values are before they are rounded: the same layers, in fractions."""
    one = np.ones(1, np.float32)
    layers = [
        Layer(weights.astype(np.float32), bias.astype(np.float32), one, TAPS if 0 < number < len(flat) - 1 else 1)
        for number, (weights, bias) in enumerate(zip(flat, biases, strict=True))
    ]
    given = np.clip((text - mean) * scale, -INPUT, INPUT) * np.float32(DEVIATIONS / INPUT)
    found = [np.maximum(layers[0].sums(given), 0)]
    for layer, step in zip(layers[1:-1], STEPS, strict=True):
        found.append(found[-1] + np.maximum(layer._replace(step=step).sums(found[-1]), 0))
    return found


def _rounded_layer(weights: NDArray[np.float64], bias: NDArray[np.float64], of: float, into: float, most: int) -> Layer:
    """A layer in whole numbers, each output with a unit of its own: as fine as eight bits and exact sums allow."""
    unit = np.maximum(np.abs(weights).max(0), 1e-9) / _LEVELS
    unit = np.maximum(unit, (np.abs(weights).sum(0) * most + np.abs(bias) / of) / (_FULL * EXACT))
    layer = Layer(
        weights=np.rint(weights / unit).astype(np.float32),
        bias=np.rint(bias / (unit * of)).astype(np.float32),
        gain=(unit * of / into).astype(np.float32),
    )
    return layer.checked(most)
