"""Draws the comparison as two bar charts."""

from pathlib import Path
from statistics import median


def draw(runs: dict, file: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    # Text stays text, and the same figures give the same file.
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "pocket-tts", "font.size": 9})
    from matplotlib import pyplot

    peers = list(runs)[::-1]
    colours = ["#d9480f" if peer.startswith("ours") else "#868e96" for peer in peers]
    figure, axes = pyplot.subplots(1, 2, figsize=(10, 0.6 + 0.34 * len(peers)), sharey=True, layout="constrained")
    for axis, key, scale, title in (
        (axes[0], "realTime", 1, "seconds of speech per second (more is better)"),
        (axes[1], "firstAudioSeconds", 1e3, "milliseconds to first audio, 15 words (less is better)"),
    ):
        values = [[run[key] * scale for run in runs[peer]["15 words"]] for peer in peers]
        middle = [median(v) for v in values]
        errors = [[m - min(v) for m, v in zip(middle, values)], [max(v) - m for m, v in zip(middle, values)]]
        bars = axis.barh(peers, middle, xerr=errors, color=colours, error_kw={"elinewidth": 0.8, "ecolor": "#343a40"})
        axis.bar_label(bars, [f"{m:.1f}" if scale == 1 else f"{m:.0f}" for m in middle], padding=6)
        axis.set_title(title, fontsize=9)
        axis.margins(x=0.16)
        for side in ("top", "right"):
            axis.spines[side].set_visible(False)
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
