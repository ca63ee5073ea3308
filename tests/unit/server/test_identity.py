"""Who gets in: codes, challenges and tokens work once and for a while; what is kept gives nothing away."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inspector.domain.person import Role
from inspector.problems import Problem
from inspector.server import people, state
from inspector.server.identity import CHALLENGE_S, TOKEN_S
from inspector.server.state import is_signed
from inspector.server.tables import metadata
from inspector.sync.messages import Grant, PeopleNames, ServerPerson
from inspector.sync.protocol import enrolment_proof
from tests.unit.server.world import Laptop, Server


def refused(call: object, *given: object) -> str:
    """Code of the problem a call ends in."""
    assert callable(call)
    with pytest.raises(Problem) as caught:
        call(*given)
    return caught.value.code


def test_a_code_lets_one_device_in_once(server: Server) -> None:
    ann = server.person("ann")
    code = server.code(ann)
    laptop = Laptop(server, "d-one", ann)
    welcome = laptop.enrol(code.lower().replace("-", " "))
    assert (welcome.person, welcome.grants) == (ann, (Grant("north", "author"),))
    assert refused(Laptop(server, "d-two", ann).enrol, code) == "enrolment_code_invalid"
    assert refused(laptop.enrol, "ABCD-EFGH-JKMN") == "enrolment_code_invalid"


def test_a_device_whose_answer_was_lost_asks_again_with_its_code(server: Server) -> None:
    ann = server.person("ann")
    Laptop(server, "d-1new", ann).enrol(server.code(ann))
    code, laptop = server.code(ann, hours=1), Laptop(server, "d-2new", ann)
    lost = laptop.enrol(code, person="local-ann", scopes=("home",))
    assert laptop.enrol(code, person="local-ann", scopes=("home",)) == lost
    assert lost.code_taken
    assert laptop.enrol(code, person="other", scopes=("attic",)) == lost  # told again, and nothing else
    thief = Laptop(server, "d-thief", ann)
    assert refused(thief.enrol, code) == "enrolment_code_invalid"
    proof = thief.key.sign(enrolment_proof(code, laptop.id, thief.public_key, thief.asked(code).exchange_key))
    assert (
        refused(server.core.enroll, replace(thief.asked(code), device=laptop.id, proof=proof.hex())) == "device_known"
    )
    server.clock.pass_(3600)
    assert refused(laptop.enrol, code) == "enrolment_code_invalid"


def test_a_revoked_device_is_told_nothing_with_its_code(server: Server) -> None:
    ann = server.person("ann")
    code, laptop = server.code(ann), Laptop(server, "d-one", ann)
    laptop.enrol(code)
    server.revoke(laptop.id)
    assert refused(laptop.enrol, code) == "device_revoked"


def test_a_certificate_is_signed_by_the_server(server: Server) -> None:
    ann = server.person("ann")
    certificate = Laptop(server, "d-one", ann).enrol(server.code(ann)).certificate
    key = server.core.hello().public_key
    assert is_signed(key, bytes.fromhex(certificate.sig), certificate.signed_text)
    assert not is_signed(key, bytes.fromhex(certificate.sig), replace(certificate, person="p-eve").signed_text)


def test_a_code_expires(server: Server) -> None:
    ann = server.person("ann")
    code = server.code(ann, hours=1)
    server.clock.pass_(3600)
    assert refused(Laptop(server, "d-one", ann).enrol, code) == "enrolment_code_invalid"


def test_a_refused_enrolment_does_not_use_the_code_up(server: Server) -> None:
    ann = server.person("ann")
    code, laptop = server.code(ann), Laptop(server, "d-one", ann)
    other = Laptop(server, "d-two", ann)
    asked = laptop.asked(code)
    for bad in (
        replace(asked, proof=other.asked(code).proof),
        replace(asked, device="d-three"),
        replace(asked, public_key="zz"),
        replace(asked, exchange_key="00"),
        replace(asked, device=""),
        replace(asked, name="\0"),
        replace(asked, scopes=("s",) * 21),
    ):
        assert refused(server.core.enroll, bad) == "enrolment_invalid"
    assert server.core.enroll(asked).person == ann


def test_an_identity_that_is_taken_needs_its_own_key(server: Server) -> None:
    ann, bob = server.person("ann"), server.person("bob")
    server.laptop(ann, "d-one")
    thief = Laptop(server, "d-thief", bob)
    code = server.code(bob)
    asked = replace(thief.asked(code), device="d-one")
    proof = thief.key.sign(f"inspector enrolment\n{code}\nd-one\n{asked.public_key}\n{asked.exchange_key}".encode())
    assert refused(server.core.enroll, replace(asked, proof=proof.hex())) == "device_known"


def test_several_persons_work_on_one_device(server: Server) -> None:
    ann, bob = server.person("ann"), server.person("bob", scopes=("south",))
    laptop = server.laptop(ann, "d-one")
    laptop.enrol(server.code(bob))
    assert {grant.scope for grant in laptop.session().grants} == {"north", "south"}
    (as_ann,) = laptop.push(laptop.note())
    laptop.user = bob
    (as_bob, not_bob) = laptop.push(laptop.note(scope="south"), laptop.note(scope="north"))
    assert (as_ann.rulings, as_bob.rulings) == ((), ())
    assert [code for _event, code in not_bob.rulings] == ["out_of_scope"]


def test_what_a_laptop_did_before_it_was_enrolled_is_its_persons(server: Server) -> None:
    ann = server.person("ann", scopes=())
    laptop = Laptop(server, "d-one", "local-ann")
    welcome = laptop.enrol(server.code(ann), person="local-ann", scopes=("home",))
    assert welcome.grants == (Grant("home", "author"),)
    assert laptop.push(laptop.note(scope="home"))[0].rulings == ()


def test_one_code_lets_all_in_who_share_a_laptop(server: Server) -> None:
    ann, bob = server.person("ann"), server.person("bob", Role.LEAD, team="west", scopes=("south",))
    laptop = Laptop(server, "d-one", "local-bob")
    welcome = laptop.enrol(server.code(ann, bob, ann), people=(("bob", "local-bob"), ("eve", "x")), scopes=("home",))
    assert welcome.person == ann
    assert {grant.scope for grant in welcome.grants} == {"north", "south", "home"}
    assert welcome.people == (
        ServerPerson(ann, "ann", "Ann", "east", ("inspector",)),
        ServerPerson(bob, "bob", "Bob", "west", ("lead",), "local-bob"),
    )
    assert laptop.push(laptop.note(scope="south"), laptop.note(scope="home"))[0].rulings == ()
    assert laptop.token().people == welcome.people


def test_a_laptop_may_say_later_how_its_records_name_people(server: Server) -> None:
    ann, bob = server.person("ann"), server.person("bob")
    server.laptop(ann, "d-other", people=(("ann", "elsewhere"),))
    laptop = Laptop(server, "d-one", "local-ann")
    laptop.enrol(server.code(ann, bob))
    session = laptop.session()
    assert [code for receipt in laptop.push(laptop.note()) for _event, code in receipt.rulings] == ["person_unknown"]
    told = server.core.people(session, PeopleNames((("ann", "local-ann"), ("bob", ann), ("nobody", "y"))))
    assert {one.login: one.alias for one in told.people} == {"ann": "local-ann", "bob": ""}
    assert laptop.push(laptop.note())[0].rulings == ()
    told = server.core.people(session, PeopleNames((("bob", "local-ann"), ("bob", "elsewhere"), ("ann", ""))))
    assert {one.login: one.alias for one in told.people} == {"ann": "local-ann", "bob": ""}
    assert refused(server.core.people, session, PeopleNames((("ann", "\0"),))) == "enrolment_invalid"
    assert refused(server.core.people, session, PeopleNames((("ann", "x"),) * 51)) == "enrolment_invalid"


def test_a_laptop_that_is_enrolled_again_keeps_its_names(server: Server) -> None:
    ann = server.person("ann")
    laptop = Laptop(server, "d-one", "local-ann")
    laptop.enrol(server.code(ann), person="local-ann")
    assert [one.alias for one in laptop.enrol(server.code(ann)).people] == ["local-ann"]


def test_a_revoked_laptop_is_told_of_nobody(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    server.revoke(laptop.id)
    assert laptop.token().people == ()
    assert refused(server.core.people, laptop.session(), PeopleNames(())) == "device_revoked"


def test_the_server_is_an_address_for_exchange_files(server: Server) -> None:
    hello = server.core.hello()
    shared = X25519PrivateKey.from_private_bytes(server.core.here.signer.exchange_private).public_key()
    assert hello.exchange_key == shared.public_bytes_raw().hex()
    server.laptop(server.person("ann"))
    own = [one for one in server.laptop(server.person("bob")).pull().head.directory if one.device == hello.device]
    assert [(one.exchange_key, one.public_key) for one in own] == [(hello.exchange_key, hello.public_key)]


def test_nobody_takes_an_area_or_an_id_that_is_somebodys(server: Server) -> None:
    ann, bob = server.person("ann"), server.person("bob", scopes=())
    server.laptop(ann).push(server.laptop(ann, "d-other").note())
    thief = Laptop(server, "d-thief", ann)
    assert thief.enrol(server.code(bob), person=ann, scopes=("north",)).grants == ()
    with server.core.database.reading() as connection:
        assert set(people.members_of(connection, "d-thief")) == {bob}


def test_two_devices_with_one_short_code_are_told_apart(server: Server) -> None:
    ann = server.person("ann")
    first = Laptop(server, "d-1xyz", ann).enrol(server.code(ann))
    second = Laptop(server, "d-2xyz", ann).enrol(server.code(ann))
    assert (first.code_taken, second.code_taken) == (False, True)
    with server.core.database.reading() as connection:
        assert [row.alias for row in people.devices(connection) if row.code] == ["XYZ", "XYZ-2"]


def test_a_challenge_is_answered_once_and_in_time(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    answer = laptop.answer()
    server.core.token(answer)
    assert refused(server.core.token, answer) == "challenge_invalid"
    late = laptop.answer()
    server.clock.pass_(CHALLENGE_S + 1)
    assert refused(server.core.token, late) == "challenge_invalid"


def test_only_the_device_itself_answers(server: Server) -> None:
    ann = server.person("ann")
    laptop, other = server.laptop(ann, "d-one"), server.laptop(ann, "d-two")
    answer, theirs = laptop.answer(), other.answer()
    for bad in (
        replace(answer, sig=theirs.sig),
        replace(answer, nonce=theirs.nonce),
        replace(theirs, device="d-one"),
        replace(answer, sig="xx"),
        replace(answer, device="d-nobody"),
        replace(answer, nonce="1.2"),
        replace(answer, nonce="\0"),
        replace(answer, device="\ud800"),
    ):
        assert refused(server.core.token, bad) == "challenge_invalid"
    assert server.core.token(answer).grants == (Grant("north", "author"),)


def test_a_token_ends(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    token = server.core.token(laptop.answer()).token
    assert server.core.session(token).device == laptop.id
    server.clock.pass_(TOKEN_S)
    for gone in (token, "", "\0", "x" * 9999):
        assert refused(server.core.session, gone) == "token_invalid"


def test_secrets_are_not_in_the_database(server: Server) -> None:
    ann = server.person("ann")
    code = server.code(ann)
    laptop = Laptop(server, "d-one", ann)
    laptop.enrol(code)
    answer = laptop.answer()
    token = server.core.token(answer).token
    with server.core.database.reading() as connection:
        stored = [str(row) for table in metadata.sorted_tables for row in connection.execute(sa.select(table))]
    text = "\n".join(stored)
    assert ann in text
    for secret in (code, code.replace("-", ""), token, answer.nonce):
        assert secret not in text


def test_the_directory_names_whoever_writes_or_may_read(server: Server) -> None:
    ann = server.laptop(server.person("ann"))
    server.laptop(server.person("carl", scopes=("south",)))
    page = ann.pull()
    assert {one.device for one in page.head.directory} == {ann.id, server.core.hello().epoch}
    bob = server.laptop(server.person("bob"))
    newest = max(one.number for one in page.head.directory)
    assert [one.device for one in ann.pull(directory=newest).head.directory] == [bob.id]
    server.revoke(bob.id)
    newest = max(one.number for one in ann.pull().head.directory) - 1
    assert [(one.device, one.revoked) for one in ann.pull(directory=newest).head.directory] == [(bob.id, True)]


def test_a_device_that_is_not_there_is_not_revoked(server: Server) -> None:
    assert refused(server.revoke, "d-none") == "device_unknown"


def test_a_restored_server_has_another_epoch(server: Server) -> None:
    from inspector.server.core import begin_epoch  # noqa: PLC0415 - what restoring does

    laptop = server.laptop(server.person("ann"))
    before = server.core.hello().epoch
    with server.core.database.writing() as connection:
        state.lock(connection)
        begin_epoch(connection, server.core.here)
    laptop.push(laptop.frame(laptop.event("review_passed", "h1")))
    assert server.core.hello().epoch != before
    assert {one.device for one in laptop.pull().head.directory} >= {before, server.core.hello().epoch}
