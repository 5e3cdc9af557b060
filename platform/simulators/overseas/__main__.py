"""`python -m simulators.overseas --port N --state DIR`"""

from functools import partial

from simulators.carrier.app import Carrier
from simulators.carrier.company import OVERSEAS
from simulators.web.process import main

main("overseas", partial(Carrier, company=OVERSEAS))
