"""Figures for `make bench`: whole orders over HTTP, and the verb that places them, beside a hello view of the run."""
