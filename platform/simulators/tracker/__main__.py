"""`python -m simulators.tracker --port N --state DIR`"""

from simulators.tracker.app import Tracker
from simulators.web.process import main

main("tracker", Tracker)
