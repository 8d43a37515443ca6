"""The network of the prose stage: what it adds up, that it does so exactly, and how it is stored and rounded."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.prose.net import DEVIATIONS, STEPS, TAPS, rounded
from cleaner.stages.prose import net as nets
from cleaner.stages.prose.model import Model, load, save
from cleaner.stages.prose.net import EXACT, HIDDEN, INPUT, Layer, Net
from tests.conftest import examples
from tests.weighing import ROWS, TREES


def layer(weights: list[list[float]], bias: list[float], gain: float, taps: int = 1, step: int = 1) -> Layer:
    return Layer(
        np.array(weights, np.float32), np.array(bias, np.float32), np.array([gain] * len(bias), np.float32), taps, step
    )


def column(*values: float) -> object:
    return np.array(values, np.float32)[:, None]


# One column of evidence, 8 units each above 1; doubled, less 2; the line two above it and half of the line itself are added.
ONE = Net(
    mean=np.array([1], np.float32),
    scale=np.array([8], np.float32),
    first=layer([[2]], [-2], 1.0),
    inner=(layer([[2], [1], [0]], [0], 0.5, taps=3, step=2),),
    last=layer([[1]], [-4], 0.25),
)
FIRST = replace(ONE, inner=())  # what it is before the lines around count


def test_a_network_adds_up_what_lies_two_lines_apart() -> None:
    given = column(1, 2, 3, 1, 1)  # 0, 8, 16, 0, 0 units; behind the first layer: 0, 14, 30, 0, 0
    assert FIRST.values(given)[:, 0].tolist() == [0, 14, 30, 0, 0]
    assert ONE.values(given)[:, 0].tolist() == [0, 14 + 7, 30 + 15, 14, 30]
    assert ONE.log_odds(given).tolist() == [-1, 17 / 4, 41 / 4, 10 / 4, 26 / 4]
    assert ONE.log_odds(given[:0]).tolist() == []


def test_what_is_far_from_the_mean_is_as_far_as_numbers_go() -> None:
    assert FIRST.values(column(1e9)).tolist() == [[2 * INPUT - 2]]
    assert FIRST.values(column(-1e9)).tolist() == [[0]]
    for net in (FIRST, ONE):
        assert replace(net, first=layer([[100]], [0], 1.0)).values(column(9, 9, 9)).max() == HIDDEN


def whole(draw: "np.random.Generator", shape: tuple[int, ...], most: int) -> object:
    return draw.integers(-most, most + 1, shape).astype(np.float32)


def drawn(seed: int, columns: int, width: int) -> Net:
    draw = np.random.default_rng(seed)

    def some(inputs: int, outputs: int, taps: int = 1, step: int = 1) -> Layer:
        weights, bias = whole(draw, (taps * inputs, outputs), 20), whole(draw, (outputs,), 1000)
        return Layer(weights, bias, draw.random(outputs).astype(np.float32) / 50, taps, step)

    inner = (some(width, width, 3, 2), some(width, width, 5, 1))
    scale = np.full(columns, 8, np.float32)
    return Net(np.zeros(columns, np.float32), scale, some(columns, width), inner, some(width, 1))


def in_integers(net: Net, matrix: object) -> list[float]:
    """The same network, line by line, tap by tap, in Python's whole numbers."""

    def sums(layer: Layer, values: list[list[int]]) -> list[list[np.float32]]:
        found = []
        width = len(values[0])
        for at in range(len(values)):
            row = []
            for output in range(layer.weights.shape[1]):
                total = int(layer.bias[output])
                for tap in range(layer.taps):
                    place = at + (tap - layer.taps // 2) * layer.step
                    if 0 <= place < len(values):
                        total += sum(values[place][one] * int(layer.weights[tap * width + one, output]) for one in range(width))
                row.append(np.float32(total) * layer.gain[output])
            found.append(row)
        return found

    def rectified(rows: list[list[np.float32]]) -> list[list[int]]:
        return [[min(max(int(np.rint(value)), 0), HIDDEN) for value in row] for row in rows]

    given = np.clip(np.rint((matrix - net.mean) * net.scale), -INPUT, INPUT)
    values = rectified(sums(net.first, [[int(value) for value in row] for row in given]))
    for inner in net.inner:
        added = rectified(sums(inner, values))
        values = [
            [min(one + more, HIDDEN) for one, more in zip(*rows, strict=True)] for rows in zip(values, added, strict=True)
        ]
    return [float(row[0]) for row in sums(net.last, values)]


@examples(25)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_floats_give_what_whole_numbers_give(seed: int, size: int) -> None:
    net = drawn(seed, columns=4, width=6)
    matrix = np.random.default_rng(seed + 1).normal(0, 2, (size, 4)).astype(np.float32)
    assert net.log_odds(matrix).tolist() == in_integers(net, matrix)


def test_a_long_text_is_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    net = drawn(5, columns=4, width=6)
    matrix = np.random.default_rng(6).normal(0, 2, (500, 4)).astype(np.float32)
    whole_text = net.log_odds(matrix).tolist()
    for at_once, product in ((1, 1), (7, 100), (499, 1 << 18)):
        monkeypatch.setattr(nets, "_AT_ONCE", at_once)
        monkeypatch.setattr(nets, "_PRODUCT", product)
        assert net.log_odds(matrix).tolist() == whole_text


def test_sums_that_would_not_be_exact_are_refused() -> None:
    most = (EXACT - 1) // HIDDEN
    assert layer([[most]], [0], 1.0).checked(HIDDEN)
    with pytest.raises(ValueError, match="greater than what a 32-bit float holds exactly"):
        layer([[most]], [EXACT], 1.0).checked(HIDDEN)


def test_a_stored_model_is_the_same_model(tmp_path: Path) -> None:
    for net in (None, drawn(7, columns=2, width=3)):
        save(tmp_path / "model.npz", Model(TREES, ("words", "mark"), {"dial": 0.5, "net_share": 0.25}, net))
        model = load(tmp_path / "model.npz")
        assert (model.features, model.about["dial"]) == (("words", "mark"), 0.5)
        odds, leaves = TREES.log_odds(ROWS), model.trees.leaves(ROWS)
        expected = odds if net is None else 0.75 * odds + 0.25 * net.log_odds(ROWS)
        assert model.log_odds(ROWS, leaves).tolist() == expected.tolist()


def test_rounding_changes_little() -> None:
    draw = np.random.default_rng(8)
    columns, width = 6, 16
    shapes = [(width, columns), *[(width, width, TAPS)] * len(STEPS), (1, width)]
    plain = [part for shape in shapes for part in (draw.normal(0, 0.3, shape), draw.normal(0, 0.3, shape[0]))]
    mean, scale = np.zeros(columns, np.float32), np.full(columns, INPUT / DEVIATIONS, np.float32)
    text = draw.normal(0, 1, (60, columns)).astype(np.float32)
    net = rounded(plain, mean, scale, [text])
    values = np.maximum(np.clip(text, -DEVIATIONS, DEVIATIONS) @ plain[0].T + plain[1], 0)
    for number, step in enumerate(STEPS, 1):
        weights, bias = plain[2 * number], plain[2 * number + 1]
        reach = step * (TAPS // 2)
        padded = np.pad(values, ((reach, reach), (0, 0)))
        added = sum(padded[tap * step :][: len(text)] @ weights[:, :, tap].T for tap in range(TAPS)) + bias
        values = values + np.maximum(added, 0)
    odds = (values @ plain[-2].T + plain[-1])[:, 0]
    assert np.abs(net.log_odds(text) - odds).max() < 0.02 * np.abs(odds).max()
    assert np.corrcoef(net.log_odds(text), odds)[0, 1] > 0.999
