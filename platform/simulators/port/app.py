"""The port as one callable: a request in, an answer out, a clerk at work behind it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from simulators.clock import Clock, Shifted
from simulators.port import admin, boxes, clerk, door, pages, postman, questions
from simulators.port.doors import forms
from simulators.port.doors.folder import Folders
from simulators.port.doors.queue import Queues
from simulators.port.doors.soap import Soap
from simulators.port.office import Office, open_office
from simulators.web.outage import Outage
from simulators.web.routing import Handler, Request, Response, Router, answer
from simulators.web.setting import setting
from simulators.web.ticker import Ticker


class Port:
    """`start()` lets the clerk work by itself; without it call `settle()`."""

    def __init__(self, state: Path, seed: str, clock: Clock) -> None:
        self._clock = Shifted(clock)
        self.office: Office = open_office(state, seed, self._clock)
        self._outage = Outage(self._clock)
        self._ticker = Ticker(lambda: clerk.work(self.office))
        self._folders, self._queues, self._soap = (
            Folders(self.office, state),
            Queues(self.office),
            Soap(self.office, state),
        )
        self._ways: dict[str, postman.Bring] = {
            "push": lambda *brought: forms.push(self.office, *brought),
            "soap": self._soap.push,
            "amqp": self._queues.bring,
            "sftp": self._folders.bring,
        }
        self._takes: dict[str, Callable[[], bool]] = {"sftp": self._folders.work, "amqp": self._queues.work}
        self._porters = [Ticker(self._ask), *(Ticker(partial(self._carry, door)) for door in self._ways)]
        self._router = Router()
        self._add_routes()

    def _add_routes(self) -> None:
        add, office = self._router.add, self.office
        add("GET", "/healthz", lambda _: answer({"status": "ok", "simulator": "port"}))
        add("GET", "/", lambda _: pages.home(office))
        add("POST", "/cebcmsg", self._behind_the_outage(self._take))
        for receipt in door.RECEIPTS:
            add("GET", f"/ceb{receipt}msg", self._behind_the_outage(_poller(office, receipt)))
        add("POST", "/receive", self._behind_the_outage(self._by(forms.take_pushed)))
        add("POST", "/dsapi/dsapi.do", self._behind_the_outage(self._by(forms.take_asked)))
        ws = "/newyorkWS/ws"
        add("POST", f"{ws}/ReceiveEncryptDeclare", self._behind_the_outage(self._soap.declare))
        add(
            "POST",
            f"{ws}/ReceiveCebDeclare",
            self._behind_the_outage(lambda r: self._rung(self._soap.envelope(r))),
        )
        add("POST", "/ceb2grab/grab/realTimeDataUpload", self._behind_the_outage(self._by(questions.take)))
        add("POST", "/_sim/clock", setting(self._clock, self._ticker.ring))
        add("POST", "/_sim/boxes", self._open_box)
        admin.add_routes(self._router, office, self._outage, self._ticker.ring)

    def _take(self, request: Request) -> Response:
        return self._rung(door.take(self.office, request))

    def _by(self, way: Callable[[Office, Request], Response]) -> Handler:
        return lambda request: self._rung(way(self.office, request))

    def _rung(self, response: Response) -> Response:
        self._ticker.ring()
        return response

    def _open_box(self, request: Request) -> Response:
        """A company's box at one of the doors that are not polled by JSON; says where that door is."""
        made = boxes.open_box(self.office.store, request.json())
        if made["door"] == "sftp":
            self._folders.open()
            for end in ("send", "recv"):
                self._folders.folder(request.json()["user"], end)
            made |= {"port": self._folders.port, "host_key": self._folders.host_key}
        if made["door"] == "soap":
            made |= {"port_key": self._soap.public_pem}
        return answer(made, 201)

    def _carry(self, door: str) -> bool:
        """A door's porter takes what lies there and brings receipts to its boxes; all of them stop in an outage."""
        if self._outage.answer() is not None:
            return False
        taken = self._takes.get(door, bool)()
        if taken:
            self._ticker.ring()
        return postman.work(self.office, door, self._ways[door]) or taken

    def _ask(self) -> bool:
        return self._outage.answer() is None and questions.work(self.office)

    def _behind_the_outage(self, handler: Handler) -> Handler:
        return lambda request: self._outage.answer() or handler(request)

    def __call__(self, request: Request) -> Response:
        return self._router(request)

    def settle(self) -> None:
        """Work until nothing more is due at the present time."""
        while clerk.work(self.office) or any([self._ask(), *(self._carry(door) for door in self._ways)]):
            pass

    def start(self) -> None:
        if any(box["door"] == "sftp" for box in boxes.boxes(self.office.store)):
            self._folders.open()
        self._ticker.start()
        for porter in self._porters:
            porter.start()

    def stop(self) -> None:
        self._ticker.stop()
        for porter in self._porters:
            porter.stop()
        self._folders.close()
        self._queues.close()
        self.office.store.close()


def _poller(office: Office, receipt: str) -> Handler:
    return lambda request: door.poll(office, receipt, request)
