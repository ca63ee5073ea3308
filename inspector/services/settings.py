"""Small things of a workspace: settings, who acts, the registers as lists, what is not sent yet, bytes of a blob."""

from inspector.domain.customer import Customer
from inspector.domain.person import Person, each_once
from inspector.quick_dataclass import dataclass
from inspector.services.workspace import ACTING, Workspace

KEY_OPEN = "recovery_key_unconfirmed"
"""Setting: "1" from the making of a workspace in the window until the person said that the recovery key is kept."""


@dataclass(frozen=True, slots=True)
class SetUpState:
    """What the window has to ask for before work can begin."""

    persons_missing: bool
    key_unconfirmed: bool


def set_up_state(workspace: Workspace) -> SetUpState:
    """What is still to be done. Worker thread."""
    settings = workspace.db.settings
    return SetUpState(not workspace.db.registers.persons(), settings.get(KEY_OPEN, "") == "1")


def get_setting(workspace: Workspace, key: str, default: str = "") -> str:
    """A setting of this workspace: an option as it counts here, or something the window keeps."""
    from inspector.services.preferences.catalogue import options  # noqa: PLC0415 - no start needs it
    from inspector.services.preferences.reading import chosen  # noqa: PLC0415 - as above

    return str(chosen(workspace, key) if key in options() else workspace.db.settings.get(key, default))


def put_setting(workspace: Workspace, key: str, value: str) -> None:
    """Remember a setting."""
    workspace.db.settings.put(key, value)


def acting_person(workspace: Workspace) -> Person:
    """Who is working now. Raises Problem nobody_acting."""
    return workspace.acting


def set_acting_person(workspace: Workspace, person: str) -> Person:
    """Say who is working, now and at the next start."""
    found = workspace.act_as(person)
    workspace.db.settings.put(ACTING, found.id)
    return found


def persons(workspace: Workspace) -> tuple[Person, ...]:
    """All active persons, each once."""
    acting = workspace.acting.id if workspace.somebody_acts else ""
    return tuple(person for person in each_once(workspace.db.registers.persons(), acting) if person.active)


def customers(workspace: Workspace) -> tuple[Customer, ...]:
    """All customers in service, by account."""
    return tuple(customer for customer in workspace.db.registers.customers() if customer.active)


def unsent_count(workspace: Workspace) -> int:
    """Signed records that no server has confirmed yet."""
    return workspace.db.overview.unsent_count()


def blob(workspace: Workspace, sha256: str) -> bytes:
    """Bytes of a photo or document. Pool thread."""
    return workspace.store.blobs.get(sha256)
