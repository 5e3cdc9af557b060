"""`python -m simulators.port --port N --state DIR`"""

from simulators.port.app import Port
from simulators.web.process import main

main("port", Port)
