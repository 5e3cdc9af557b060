#!/usr/bin/env python
"""Run a management command. Migrations go to the `owner` database alias: it alone may change tables."""

import os
import sys

# These read files and tables of the package alone: they run on a bare checkout, without any setting.
PURE = {"quote_tax", "ceb_check", "ceb_rewrite"}


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] in PURE:
        os.environ.setdefault("TOOLING", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
