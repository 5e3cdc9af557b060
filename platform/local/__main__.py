"""python -m local …: everything one machine does."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys

from local.types import LocalError


def main() -> int:
    options = _parser().parse_args()
    try:
        return int(options.run(options) or 0)
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local")
    verbs = parser.add_subparsers(required=True)

    demo = verbs.add_parser("demo", help="start everything, until Ctrl-C; PORT chooses the web port")
    demo.set_defaults(run=_demo)

    reset = verbs.add_parser("reset", help="throw this checkout's data away")
    reset.set_defaults(run=_reset)

    beside = verbs.add_parser("with-servers", help="run a command beside the embedded servers")
    beside.add_argument("--fresh", action="store_true", help="on empty data, thrown away afterwards")
    beside.add_argument("--translations", action="store_true", help="compile the translations first")
    beside.add_argument("--migrate", action="store_true", help="migrate and compile the translations first")
    beside.add_argument("command", nargs="+")
    beside.set_defaults(run=_with_servers)

    env = verbs.add_parser("env", help="the running demo's environment, for `eval`")
    env.set_defaults(run=_env)

    prepare = verbs.add_parser("prepare", help="roles, database, extensions on another PostgreSQL")
    prepare.add_argument("--admin-url", default=os.environ.get("DATABASE_ADMIN_URL"))
    prepare.add_argument("--database", default="crossport")
    prepare.add_argument(
        "--quiet", action="store_true", help="do not print the addresses, which hold passwords"
    )
    prepare.set_defaults(run=_prepare)

    healthy = verbs.add_parser("healthy", help="exit status 0 when /healthz is content")
    healthy.add_argument("--port", type=int, default=8000)
    healthy.set_defaults(run=_healthy)

    alive = verbs.add_parser(
        "alive", help="exit status 0 when the worker, or the scheduler, gave a sign of life"
    )
    alive.add_argument("--of", choices=("worker", "scheduler"), default="worker")
    alive.set_defaults(run=_alive)

    check = verbs.add_parser("check", help="formatting, lint, types, floors, migrations, translations")
    check.add_argument("only", nargs="*")
    check.set_defaults(run=_check)

    tooling = verbs.add_parser("tooling", help="run a manage.py command that needs no server")
    tooling.add_argument("arguments", nargs=argparse.REMAINDER)
    tooling.set_defaults(run=_tooling)
    return parser


def _demo(options: argparse.Namespace) -> int:
    from local.supervisor import demo

    given = os.environ.get("PORT") or "8000"
    if not given.isdigit():
        raise LocalError(
            f"PORT={given} is not a port number; choose one from 1024 to 65535: make demo PORT=8001"
        )
    return demo(int(given))


def _reset(options: argparse.Namespace) -> int:
    from local.reset import reset

    return reset()


def _with_servers(options: argparse.Namespace) -> int:
    from local import processes
    from local.with_servers import with_servers

    before = [processes.python(processes.MIGRATE)] if options.migrate else []
    if options.migrate or options.translations:
        before.append(processes.python(processes.TRANSLATIONS))
    return with_servers(options.command, fresh=options.fresh, before=before)


def _env(options: argparse.Namespace) -> int:
    from local import runfile
    from local.paths import state_dir

    known = runfile.published(state_dir())
    if known is None:
        raise LocalError("Nothing runs here; start it with `make demo`.")
    for name in sorted(known.keys()):
        if os.environ.get(name) != known[name]:
            print(f"export {name}={shlex.quote(known[name])}")
    return 0


def _prepare(options: argparse.Namespace) -> int:
    from local.external import prepare

    if not options.admin_url:
        raise LocalError(
            "Name the administrator's address: --admin-url postgresql://… or DATABASE_ADMIN_URL."
        )
    urls = prepare(options.admin_url, options.database)
    if not options.quiet:
        for name, value in urls.environment().items():
            print(f"{name}={value}")
    return 0


def _healthy(options: argparse.Namespace) -> int:
    from local.probes import reason

    why = reason(options.port)
    if why:
        raise LocalError(why)
    return 0


def _alive(options: argparse.Namespace) -> int:
    from local import probes
    from local.watching import SILENCE

    silence = {"worker": probes.worker_silence, "scheduler": probes.scheduler_silence}[options.of]
    seconds = silence(os.environ.get("DATABASE_URL", ""))()
    if seconds is None:
        raise LocalError(f"The database does not say whether the {options.of} lives.")
    if seconds > SILENCE:
        raise LocalError(f"No sign of life from the {options.of}.")
    return 0


def _check(options: argparse.Namespace) -> int:
    from local.checks import check

    return check(options.only)


def _tooling(options: argparse.Namespace) -> int:
    from local.checks import MANAGE, tooling
    from local.paths import CHECKOUT

    return subprocess.run([*MANAGE, *options.arguments], cwd=CHECKOUT, env=tooling(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
