"""`python -m simulators.alipay --port N --state DIR`"""

from simulators.alipay.app import Alipay
from simulators.web.process import main

main("alipay", Alipay)
