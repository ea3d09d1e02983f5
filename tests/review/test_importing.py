"""Importing: every corruption is refused with file, place, what was expected and what to do; nothing is lost."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.errors import InputError
from harness.review import files
from harness.review.draw import draw
from harness.review.importing import import_reviews, load_reviews, slug
from harness.review.records import SummaryKey
from harness.review.summaries import RunSummaries, read_summaries
from harness.store import Run, write_atomically
from tests.made_runs import HOSTILE, make_row
from tests.review.made_reviews import (
    BACKENDS,
    draw_review,
    make_item,
    make_preference,
    make_review,
    make_rows,
    make_run,
    store_run,
    text_of,
    write_review,
)

ADVICE = "Nothing was imported; export the review again from the report of this run, and leave the file as it is"
KEY = SummaryKey("a1", "north", 0)


@pytest.fixture
def run(tmp_path: Path) -> RunSummaries:
    return make_run(tmp_path / "run", 6)


def review_of(run: RunSummaries) -> dict[str, Any]:
    """A drawn review with a preference, in which everything fits."""
    drawn = draw_review(run, 4)
    article = drawn["items"][0]["article"]
    return {**drawn, "preferences": [make_preference(run, article, "south", "north")]}


def refusal(tmp_path: Path, review: Any) -> str:
    """What is said of a review that does not fit; and that nothing was kept."""
    path = write_review(tmp_path / "r.json", review)
    with pytest.raises(InputError) as raised:
        import_reviews([path], [tmp_path / "run"])
    assert not (tmp_path / "run" / "reviews").exists()
    return str(raised.value).removeprefix(f"{path}: ")


def test_a_review_is_kept_byte_for_byte_under_its_reviewers_name(tmp_path: Path, run: RunSummaries) -> None:
    path = write_review(tmp_path / "export.json", review_of(run))
    (done,) = import_reviews([path], [tmp_path / "run"])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    assert done.new
    assert done.kept == (tmp_path / "run" / "reviews" / f"anna-{digest}.json",)
    assert done.kept[0].read_bytes() == path.read_bytes()
    (stored,) = load_reviews(tmp_path / "run", run)
    assert stored.review.model_dump(mode="json", by_alias=True) == json.loads(path.read_text(encoding="utf-8"))
    assert stored.drawn == {item.key for item in draw(run, sample=4, seed=3).items}


def test_the_run_itself_is_not_touched(tmp_path: Path, run: RunSummaries) -> None:
    before = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    import_reviews([write_review(tmp_path / "export.json", review_of(run))], [tmp_path / "run"])
    assert {p.name: p.read_bytes() for p in (tmp_path / "run").iterdir() if p.is_file()} == before


def test_the_same_file_twice_is_said_and_no_error(tmp_path: Path, run: RunSummaries) -> None:
    path = write_review(tmp_path / "export.json", review_of(run))
    other = write_review(tmp_path / "copy.json", review_of(run))
    assert [done.new for done in import_reviews([path, path, other], [tmp_path / "run"])] == [True, False]
    assert [done.new for done in import_reviews([path], [tmp_path / "run"])] == [False]
    assert len(load_reviews(tmp_path / "run", run)) == 1


def test_two_reviewers_whose_names_look_alike_keep_a_file_each(tmp_path: Path, run: RunSummaries) -> None:
    paths = [
        write_review(tmp_path / f"{i}.json", {**review_of(run), "reviewer": name})
        for i, name in enumerate(("Ana Ruß", "Ána Ru", "ana-ru"))
    ]
    import_reviews(paths, [tmp_path / "run"])
    stored = load_reviews(tmp_path / "run", run)
    assert {item.review.reviewer for item in stored} == {"Ana Ruß", "Ána Ru", "ana-ru"}
    assert {item.path.name.rpartition("-")[0] for item in stored} == {"ana-ru"}


@pytest.mark.parametrize("name", [*HOSTILE, "../../etc/passwd", "CON", "a" * 500, "Ольга", "..", "/"])
def test_any_name_is_safe_as_a_file_name(tmp_path: Path, run: RunSummaries, name: str) -> None:
    path = tmp_path / "export.json"
    path.write_text(json.dumps({**review_of(run), "reviewer": name}))
    (done,) = import_reviews([path], [tmp_path / "run"])
    assert done.kept[0].parent == tmp_path / "run" / "reviews"
    assert len(done.kept[0].name) < 60
    assert done.kept[0].name.isascii()
    (stored,) = load_reviews(tmp_path / "run", run)
    assert stored.review.reviewer == name.strip()


def test_slugs_are_small_letters_digits_and_hyphens() -> None:
    assert slug("Dr. Ána  O’Néill (desk 4)") == "dr-ana-oneill-desk-4"
    assert slug("Ольга") == "reviewer"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "broken JSON at column 1: Expecting value"),
        (b'{"schema": 1,', "broken JSON at column 14: Expecting property name enclosed in double quotes"),
        (b'{"schema": NaN}', "NaN is not a JSON number"),
        (b'{"schema": 1e999}', "number 1e999 is too large"),
        (b'{"schema": 1, "schema": 1}', "key 'schema' stands twice in one object"),
        (b'\xef\xbb\xbf{"schema": 1}', "starts with a byte order mark; save the file as UTF-8 without BOM"),
        (b'{"reviewer": "\xff"}', "not UTF-8 at byte 15 (0xff); save the file as UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", f"the whole: expected a valid dictionary or instance of Review, found a list of 0. {ADVICE}"),
    ],
)
def test_what_is_no_json_object_is_refused(tmp_path: Path, run: RunSummaries, data: bytes, said: str) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(data)
    with pytest.raises(InputError) as raised:
        import_reviews([path], [tmp_path / "run"])
    assert str(raised.value) == f"{path}: {said}"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, run: RunSummaries) -> None:
    path = tmp_path / "r.json"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(InputError) as raised:
        import_reviews([path], [tmp_path / "run"])
    assert str(raised.value) == (
        f"{path}: is larger than 20 MB, expected a file that the report's page exported (a few MB at most); export it "
        "again"
    )


def test_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path: Path, run: RunSummaries) -> None:
    for path, said in ((tmp_path, "is no file"), (tmp_path / "none.json", "no such file")):
        with pytest.raises(InputError, match=said):
            import_reviews([path], [tmp_path / "run"])


def change(*place: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    """Sets what stands at `place`."""

    def apply(review: dict[str, Any]) -> None:
        inner: Any = review
        for part in place[:-1]:
            inner = inner[part]
        inner[place[-1]] = to

    return apply


MALFORMED = [
    (change("schema", to=2), "schema: expected 1, found 2."),
    (change("kind", to="draw"), "is a draw (harness review export), expected a review (exported by the report's page)"),
    (change("reviewer", to=""), "reviewer: must not be empty, found ''."),
    (change("reviewer", to=" \t"), "reviewer: expected the reviewer's name, found nothing, found ' \\t'."),
    (change("reviewer", to=None), "reviewer: expected a valid string, found null."),
    (
        change("exported", to="yesterday"),
        "exported: expected an ISO 8601 date or time such as 2026-03-17T08:30:00+01:00, found 'yesterday'.",
    ),
    (
        change("report", "runs", to=[]),
        "report.runs: Tuple should have at least 1 item after validation, not 0, found a list of 0.",
    ),
    (
        change("items", 1, "judgements", "coverage", to=0),
        "items[1].judgements.coverage: expected greater than or equal to 1, found 0.",
    ),
    (
        change("items", 1, "judgements", "coverage", to=6),
        "items[1].judgements.coverage: expected less than or equal to 5, found 6.",
    ),
    (
        change("items", 1, "judgements", "coverage", to=4.0),
        "items[1].judgements.coverage: expected a valid integer, found 4.0.",
    ),
    (
        change("items", 1, "judgements", "coverage", to="4"),
        "items[1].judgements.coverage: expected a valid integer, found '4'.",
    ),
    (
        change("items", 1, "judgements", "coverage", to=True),
        "items[1].judgements.coverage: expected a valid integer, found true.",
    ),
    (
        change("items", 1, "judgements", "style", to=3),
        "items[1].judgements.style: expected 'coverage', 'consistency', 'structure' or 'fluency', found 'style'.",
    ),
    (
        change("items", 0, "findings", 0, "verdict", to="maybe"),
        "items[0].findings[0].verdict: expected 'agree', 'disagree' or 'unsure', found 'maybe'.",
    ),
    (
        change("items", 0, "findings", 0, "finding", to="xyz"),
        "items[0].findings[0].finding: expected a finding's id, 16 small hex digits, found 'xyz'.",
    ),
    (
        change("items", 0, "findings", 0, "stars", to=5),
        "items[0].findings[0].stars: unknown field, expected one of finding, metric, check, verdict, comment.",
    ),
    (change("stars", to=5), "stars: unknown field, expected one of schema, kind, reviewer, exported, report, draw, "),
    (
        change("items", 0, "stars", to=5),
        "items[0].stars: unknown field, expected one of article, run, backend, sample, summary_hash, time, ",
    ),
    (
        change("items", 0, "missed", 0, "start", to=-1),
        "items[0].missed[0].start: expected greater than or equal to 0, found -1.",
    ),
    (change("items", 0, "sample", to="0"), "items[0].sample: expected a valid integer, found '0'."),
    (change("items", 0, to="x"), "items[0]: expected a valid dictionary or instance of ReviewedItem, found 'x'."),
    (
        change("items", 0, "summary_hash", to="ABC"),
        "items[0].summary_hash: expected a sha256 as 64 small hex digits, found 'ABC'.",
    ),
    (change("preferences", 0, "prefer", to="c"), "preferences[0].prefer: expected 'a', 'b' or 'tie', found 'c'."),
]


@pytest.mark.parametrize(("apply", "said"), MALFORMED, ids=[said[:40] for _, said in MALFORMED])
def test_a_wrong_form_is_refused(
    tmp_path: Path, run: RunSummaries, apply: Callable[[dict[str, Any]], None], said: str
) -> None:
    review = review_of(run)
    apply(review)
    told = refusal(tmp_path, review)
    assert told.startswith(said)
    assert told.endswith(ADVICE)


def test_a_missing_field_is_named(tmp_path: Path, run: RunSummaries) -> None:
    review = review_of(run)
    del review["items"][2]["summary_hash"]
    assert refusal(tmp_path, review) == f"items[2].summary_hash: is missing. {ADVICE}"


UNFIT = [
    (
        change("report", "runs", 0, "articles_hash", to="b" * 64),
        "report.runs: none of 'run' has the suite and the articles of the run given.",
    ),
    (change("items", 1, "article", to="a99"), "items[1].article: 'run' has no article 'a99'."),
    (
        change("items", 1, "backend", to="west"),
        "items[1].backend: expected one of 'north', 'south', 'east', 'copy', found 'west'.",
    ),
    (change("items", 1, "sample", to=3), "items[1].sample: expected one of [0], found 3."),
    (change("items", 1, "run", to="other"), "items[1].run: expected one of 'run' as in report.runs, found 'other'."),
    (
        change("items", 1, "missed", 0, "text", to="major"),
        "items[1].missed[0]: text: expected 'mayor', which ",
    ),
    (change("items", 1, "missed", 0, "start", to=900), "items[1].missed[0]: expected 0 <= start < end <= "),
    (change("items", 1, "missed", 0, "end", to=2), "items[1].missed[0]: expected 0 <= start < end <= "),
    (change("items", 1, "missed", 0, "end", to=900), "items[1].missed[0]: expected 0 <= start < end <= "),
    (
        change("items", 1, "findings", 0, "finding", to="0" * 16),
        "items[1].findings[0].finding: the summary has no finding 0000000000000000 (it has 3).",
    ),
    (
        change("items", 1, "findings", 0, "check", to="quote.fabricated"),
        "items[1].findings[0].check: expected 'quote.altered', which finding ",
    ),
    (
        change("items", 1, "findings", 0, "metric", to="coverage"),
        "items[1].findings[0].metric: expected 'consistency', which finding ",
    ),
    (
        change("draw", "id", to="0" * 64),
        "draw.id: expected the id of the draw of 4 by seed 3 from 'run', found 000000000000…",
    ),
    (change("draw", "seed", to=4), "draw.id: expected the id of the draw of 4 by seed 4 from 'run', found "),
    (change("draw", "sample", to=7), "draw.id: expected the id of the draw of 7 by seed 3 from 'run', found "),
    (change("preferences", 0, "article", to="a99"), "preferences[0].article: 'run' has no article 'a99'"),
    (change("preferences", 0, "b", "backend", to="west"), "preferences[0].b.backend: expected one of 'north', "),
    (
        change("preferences", 0, "b", "backend", to="south"),
        "preferences[0]: a and b are the same summary, expected two.",
    ),
]


@pytest.mark.parametrize(("apply", "said"), UNFIT, ids=[f"{i}-{said[:40]}" for i, (_, said) in enumerate(UNFIT)])
def test_what_does_not_fit_the_run_is_refused(
    tmp_path: Path, run: RunSummaries, apply: Callable[[dict[str, Any]], None], said: str
) -> None:
    review = review_of(run)
    apply(review)
    told = refusal(tmp_path, review)
    assert told.startswith(said)
    assert told.endswith(ADVICE)


def test_another_text_than_the_reviewed_one_is_refused(tmp_path: Path, run: RunSummaries) -> None:
    review = review_of(run)
    item = review["items"][1]
    item["summary_hash"] = "0" * 64
    known = run.by_key[SummaryKey(item["article"], item["backend"], 0)]
    assert known.hash is not None
    assert refusal(tmp_path, review) == (
        f"items[1].summary_hash: expected {known.hash[:12]}…, the hash of the summary of '{item['article']}' by "
        f"'{item['backend']}' in this run, found 000000000000… (it was another text that was reviewed). {ADVICE}"
    )


def test_what_stands_twice_is_refused(tmp_path: Path, run: RunSummaries) -> None:
    base = review_of(run)
    item = copy.deepcopy(base["items"][0])
    item["findings"] *= 2
    item["missed"] *= 2
    turned = make_preference(run, base["preferences"][0]["article"], "north", "south")
    cases = {
        "items": [*base["items"], base["items"][0]],
        "preferences": [*base["preferences"], turned],
    }
    for field, value in cases.items():
        n = len(value) - 1
        said = f"{field}[{n}]: stands already at {field}[0], expected each once. {ADVICE}"
        assert refusal(tmp_path, {**base, field: value}) == said
    assert refusal(tmp_path, {**base, "items": [item]}) == (
        "items[0].findings[1]: stands already at findings[0], expected each once; items[0].missed[1]: stands already at "
        f"missed[0], expected each once. {ADVICE}"
    )
    runs = base["report"]["runs"] * 2
    assert refusal(tmp_path, {**base, "report": {"runs": runs}}).startswith("report.runs: 'run' stands there 2 times")


def test_an_empty_review_is_refused(tmp_path: Path, run: RunSummaries) -> None:
    assert refusal(tmp_path, make_review(run, [])) == (
        f"items: expected at least one, or a preference, found none. {ADVICE}"
    )


def test_many_problems_are_counted(tmp_path: Path, run: RunSummaries) -> None:
    review = review_of(run)
    for item in review["items"]:
        item["judgements"]["coverage"] = 9
    assert f"; and {len(review['items']) - 3} more. " in refusal(tmp_path, review)


def test_a_summary_that_is_not_there_cannot_have_been_reviewed(tmp_path: Path) -> None:
    rows = [*make_rows(2), make_row("a3", "north", state="refused")]
    run = store_run(tmp_path / "run", rows)
    item = {**make_item(run, KEY), "article": "a3", "findings": [], "missed": []}
    assert refusal(tmp_path, make_review(run, [item])) == (
        f"items[0].sample: has no summary to review (it is refused). {ADVICE}"
    )


def test_one_bad_file_keeps_the_good_ones_out(tmp_path: Path, run: RunSummaries) -> None:
    good = write_review(tmp_path / "good.json", review_of(run))
    bad = write_review(tmp_path / "bad.json", {**review_of(run), "schema": 3})
    with pytest.raises(InputError, match=r"bad\.json: schema"):
        import_reviews([good, bad], [tmp_path / "run"])
    assert not (tmp_path / "run" / "reviews").exists()


def test_a_disk_that_fails_at_the_second_file_leaves_none(
    tmp_path: Path, run: RunSummaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write_review(tmp_path / f"{n}.json", {**review_of(run), "reviewer": n}) for n in ("Anna", "Ben")]

    def fail_at_ben(path: Path, data: bytes) -> None:
        if path.name.startswith("ben"):
            raise OSError(28, "No space left on device", str(path))
        write_atomically(path, data)

    monkeypatch.setattr("harness.review.importing.write_atomically", fail_at_ben)
    with pytest.raises(InputError, match="cannot be written: No space left on device; nothing was imported"):
        import_reviews(paths, [tmp_path / "run"])
    assert not list((tmp_path / "run" / "reviews").iterdir())


def test_a_stored_file_that_was_changed_is_neither_read_nor_replaced(tmp_path: Path, run: RunSummaries) -> None:
    path = write_review(tmp_path / "export.json", review_of(run))
    (done,) = import_reviews([path], [tmp_path / "run"])
    changed = path.read_bytes().replace(b'"agree"', b'"unsure"')
    done.kept[0].write_bytes(changed)
    with pytest.raises(InputError, match=r"was changed after it was imported, or never imported. Move it out"):
        load_reviews(tmp_path / "run", run)
    with pytest.raises(InputError, match="is there with another content"):
        import_reviews([path], [tmp_path / "run"])
    assert done.kept[0].read_bytes() == changed


def test_a_file_that_nobody_imported_is_not_read(tmp_path: Path, run: RunSummaries) -> None:
    (tmp_path / "run" / "reviews").mkdir()
    write_review(tmp_path / "run" / "reviews" / "anna.json", review_of(run))
    with pytest.raises(InputError, match="never imported"):
        load_reviews(tmp_path / "run", run)


def test_a_run_that_was_made_anew_no_longer_fits_its_reviews(tmp_path: Path, run: RunSummaries) -> None:
    import_reviews([write_review(tmp_path / "r.json", review_of(run))], [tmp_path / "run"])
    rows = [row.model_copy(update={"summary": f"{row.summary} More."}) for row in make_rows(6)]
    changed = store_run(tmp_path / "other", rows)
    (tmp_path / "run" / "reviews").rename(tmp_path / "other" / "reviews")
    with pytest.raises(InputError, match=r"draw\.id: expected .*items\[0\]\.summary_hash: expected"):
        load_reviews(tmp_path / "other", changed)


def test_a_folder_that_was_renamed_keeps_its_reviews_and_takes_new_ones(tmp_path: Path, run: RunSummaries) -> None:
    path = write_review(tmp_path / "r.json", review_of(run))
    import_reviews([path], [tmp_path / "run"])
    (tmp_path / "run").rename(tmp_path / "renamed")
    renamed = read_summaries(Run(tmp_path / "renamed"))
    (stored,) = load_reviews(tmp_path / "renamed", renamed)
    assert stored.name == "run"
    assert stored.drawn
    other = write_review(tmp_path / "s.json", {**review_of(run), "reviewer": "Ben"})
    assert import_reviews([other], [tmp_path / "renamed"])[0].new


def test_a_report_of_two_runs_needs_both_and_is_kept_with_both(tmp_path: Path, run: RunSummaries) -> None:
    rows = [row.model_copy(update={"summary": f"{row.summary} More."}) for row in make_rows(6)]
    other = store_run(tmp_path / "other", rows)
    items = [make_item(run, KEY), make_item(other, KEY)]
    preference = make_preference(run, "a1", "north", "north")
    preference["b"]["run"] = "other"
    both = {"runs": [run.hashes.model_dump(), other.hashes.model_dump()]}
    review = make_review(run, items, report=both, preferences=[preference])
    path = write_review(tmp_path / "r.json", review)
    with pytest.raises(
        InputError, match=r"items\[1\]\.run: 'other' was not given, or has changed; add --run FOLDER of it"
    ):
        import_reviews([path], [tmp_path / "run"])
    (done,) = import_reviews([path], [tmp_path / "run", tmp_path / "other"])
    assert [kept.parent.parent.name for kept in done.kept] == ["run", "other"]
    assert [stored.name for stored in load_reviews(tmp_path / "other", other)] == ["other"]


def test_offsets_are_code_points_whatever_stands_before_them(tmp_path: Path, run: RunSummaries) -> None:
    text = text_of(KEY)
    start = text.index(" at a1")
    assert len(text.encode("utf-16-le")) // 2 > len(text)
    missed = {"start": start, "end": start + 6, "text": " at a1", "check": None, "comment": ""}
    path = write_review(tmp_path / "r.json", make_review(run, [make_item(run, KEY, missed=[missed])]))
    assert import_reviews([path], [tmp_path / "run"])[0].new
    units = len(text[:start].encode("utf-16-le")) // 2
    wrong = {**missed, "start": units, "end": units + 6}
    with pytest.raises(InputError, match=r"items\[0\]\.missed\[0\]"):
        import_reviews(
            [write_review(path, make_review(run, [make_item(run, KEY, missed=[wrong])]))], [tmp_path / "run"]
        )


def test_lone_surrogates_in_ids_and_texts_come_through(tmp_path: Path) -> None:
    text = "lone\ud800half of a text with mayor"
    run = store_run(
        tmp_path / "run", [make_row("id\ud800", "north", {"coverage": 0.5}, summary=text)], backends=BACKENDS
    )
    key = SummaryKey("id\ud800", "north", 0)
    path = tmp_path / "r.json"
    path.write_text(json.dumps(make_review(run, [make_item(run, key, verdicts=())])))
    import_reviews([path], [tmp_path / "run"])
    assert load_reviews(tmp_path / "run", run)[0].review.items[0].article == "id\ud800"


def test_a_large_review_is_well_below_the_limit(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", 100)
    path = write_review(tmp_path / "r.json", draw_review(run, 300))
    assert len(run.by_key) == 400
    assert path.stat().st_size < files.MAX_BYTES / 20
    assert import_reviews([path], [tmp_path / "run"])[0].new
