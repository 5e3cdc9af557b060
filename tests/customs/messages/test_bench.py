"""The figures have their shape; how fast they are is for `make bench` to say."""

from customs.messages import bench


def test_figures() -> None:
    figures = bench.run(seconds=0.01)
    assert [figure["name"] for figure in figures] == [
        "customs_sign_single",
        "customs_sign_batch_of_20",
        "customs_check_batch_of_20",
        "customs_read_receipts",
    ]
    for figure in figures:
        assert set(figure) == {"name", "figure", "unit", "baseline", "baseline_is", "ratio"}
