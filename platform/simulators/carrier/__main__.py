"""`python -m simulators.carrier --port N --state DIR`"""

from simulators.carrier.app import Carrier
from simulators.web.process import main

main("carrier", Carrier)
