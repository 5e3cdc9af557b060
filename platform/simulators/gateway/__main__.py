"""`python -m simulators.gateway --port N --state DIR`"""

from simulators.gateway.app import Gateway
from simulators.web.process import main

main("gateway", Gateway)
