"""python -m tests.chaos [--orders 1000] [--rounds 1] [--small] [--control 4] [--lease 8] [--without-outbox] [--json]

Orders go through the line while its processes are killed with SIGKILL and the broker is emptied. Needs
DATABASE_URL, DATABASE_OWNER_URL and DATABASE_RELAY_URL; starts everything else. Exit status 0 when nothing was
lost and nothing happened twice; the control (`--without-outbox`) succeeds when it loses.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from tests.chaos import plan
from tests.chaos.run import Options, run


def main() -> int:
    options = _parser().parse_args()
    pairs = plan.SMALL if options.small else plan.every_pair(options.rounds)
    if options.without_outbox:
        pairs = plan.CONTROL
    result = run(
        Options(
            orders=options.orders,
            pairs=pairs,
            lease=options.lease,
            outbox=not options.without_outbox,
            patience=options.patience,
            control=options.control,
        )
    )
    print(json.dumps(result, ensure_ascii=False) if options.json else table(result), flush=True)
    return 0 if is_sound(result) != options.without_outbox else 1


def is_sound(result: dict[str, Any]) -> bool:
    """Nobody failed to buy, nothing lost, nothing twice, no strike missed."""
    wrong = [result["lost"], result["failed_to_buy"], result["missed"], *result["found"].values()]
    return result["quiet"] and result["placed"] == result["orders"] and not any(wrong)


def table(result: dict[str, Any]) -> str:
    lines = [
        f"{result['orders']} orders, {result['seconds']} s ({result['seconds_of_strikes']} s under fire)",
        "",
    ]
    lines += [f"  {name:<28}{n:>5}" for name, n in result["strikes"].items()]
    lines += [f"  {'messages lost with FLUSHALL':<28}{result['messages_flushed']:>5}", ""]
    lines += [f"  {name:<28}{n:>5}" for name, n in result["counts"].items()]
    lines += ["", f"  {'lost':<28}{len(result['lost']):>5}"]
    lines += [f"  {name:<28}{len(rows):>5}" for name, rows in result["found"].items()]
    if control := result.get("control"):
        lines += ["", f"  without the outbox: {len(control['lost'])} of {control['placed']} lost"]
    rest = {"lost": result["lost"], "missed": result["missed"], "failed to buy": result["failed_to_buy"]}
    for name, rows in (rest | result["found"]).items():
        lines += [f"{name}: {row}" for row in rows[:20]]
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=1, help="how often every kind strikes every step")
    parser.add_argument("--small", action="store_true", help="each kind once, each step once")
    parser.add_argument("--lease", type=float, default=0, help="seconds; 0: the product's own lease")
    parser.add_argument("--patience", type=float, default=300, help="seconds without any movement")
    parser.add_argument("--without-outbox", action="store_true", help="the control: it must lose orders")
    parser.add_argument("--control", type=int, default=0, help="so many orders more, without the outbox")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
