"""Two sets of frames have one digest if and only if they are the same, and a repair finds what differs."""

from hypothesis import given
from hypothesis import strategies as st

from inspector.sync.digests import Buckets, SetDigest, bucket_of

sets = st.sets(st.text("0123456789abcdef", min_size=1, max_size=12), max_size=40)


@given(sets, sets)
def test_the_digest_tells_sets_apart(one: set[str], other: set[str]) -> None:
    assert (SetDigest.of(one) == SetDigest.of(other)) == (one == other)


@given(sets, st.randoms(use_true_random=False))
def test_order_and_detours_do_not_matter(frames: set[str], random: object) -> None:
    made = SetDigest()
    for frame in sorted(frames, reverse=True):
        made.add(frame)
        made.add(frame + "x")
    for frame in sorted(frames):
        made.remove(frame + "x")
    assert made == SetDigest.of(sorted(frames))
    assert SetDigest.read(made.text, made.count) == made


@given(sets, sets)
def test_the_buckets_that_differ_hold_the_difference(one: set[str], other: set[str]) -> None:
    found = Buckets.of(one).differing(Buckets.of(other).digests())
    assert set(found) == {bucket_of(frame) for frame in one ^ other}
