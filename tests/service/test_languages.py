"""Messages in the reader's language: on a terminal by option or locale, over HTTP by header."""

import json
import re
from dataclasses import fields

import pandas as pd
import pytest
from fastapi.testclient import TestClient

from geo.city.bundle import write_city
from geo.city.sample import build_sample
from geo.locate.answers import Answer
from geo.reference import build_reference
from geo.texts import TEXTS
from service.app import create_app
from service.cli.language import choose_language as choose_language_of_commands
from service.cli.progress import show_rows, show_steps, show_tasks
from service.languages import choose_language
from service.many_cities.ledger import State
from service.runs.review import REVIEW_STEPS
from service.settings import Settings
from tests.service.test_jobs_restart import wait_for

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ZH, EN = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}, {"Accept-Language": "en-GB,en;q=0.9,zh;q=0.1"}


@pytest.fixture
def city(tmp_path):
    write_city(build_sample(), tmp_path / "city")
    return tmp_path / "city"


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(Settings(), build_sample())) as client:
        yield client


# --- the command line


def test_the_option_stands_before_or_behind_the_command(run):
    for arguments in (("--lang", "zh", "build"), ("build", "--lang=zh"), ("build", "--lang", "zh")):
        code, _, text = run(*arguments, "none.toml", "-o", "city")
        assert code == 1
        assert "错误: none.toml:没有此数据说明文件;应为 TOML 文件" in text


@pytest.mark.parametrize("name", ["LC_ALL", "LC_MESSAGES", "LANG"])
def test_without_the_option_the_locale_decides(run, monkeypatch, name):
    for other in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "zh_CN.UTF-8")
    assert "错误" in run("build", "none.toml", "-o", "city")[2]
    assert "error: " in run("build", "none.toml", "-o", "city", "--lang", "en")[2]
    monkeypatch.setenv(name, "da_DK.UTF-8")
    assert "error: " in run("build", "none.toml", "-o", "city")[2]


def test_the_option_alone_shows_the_help(run):
    code, text, _ = run("--lang", "zh")
    assert code == 0
    assert "--lang" in text
    assert "analyze" in text


def test_another_language_is_refused(run):
    code, _, text = run("build", "none.toml", "-o", "city", "--lang", "fr")
    assert code == 2
    assert "--lang fr: expected zh or en" in text


def test_a_list_of_faults_is_chinese_to_its_last_word(run, office, tmp_path):
    office.homes["population"] = office.homes["population"].astype(object)
    office.homes.loc[3, "population"] = "-3"
    office.facilities = office.facilities.drop(columns="category")
    office.workers["grid"] = "nowhere"
    office.save().edit("crossings", "crosings")
    code, _, text = run("build", office.source, "-o", tmp_path / "city", "--lang", "zh")
    assert code == 1
    assert "[roads] 中的键 crosings;是否应为 crossings?" in text
    office.edit("crosings", "crossings")
    text = run("build", office.source, "-o", tmp_path / "city", "--lang", "zh")[2]
    assert "homes.csv 第 5 行,列 population:“-3”" in text.replace('"-3"', "“-3”")
    assert "workers.csv 第 2 行:引用了不存在的网格" in text
    words = set(re.findall(r"[a-z_]{2,}", text)) - {"csv", "homes", "population", "facilities", "category", "workers"}
    assert words <= {"name", "id", "lon", "lat", "columns", "nowhere"}


@pytest.mark.heavy
def test_tables_and_notes_are_labelled_in_the_readers_language(run, city, tmp_path):
    _, text, _ = run("analyze", city, "-o", tmp_path / "out", "--lang", "zh")
    assert [word for word in ("类别", "限值", "可达", "成人") if word not in text] == []
    _, text, _ = run("check", city, "--lang", "zh")
    assert "200 米以内没有道路:1" in text
    assert "no road within 200 m: 1" in run("check", city)[1]
    _, _, text = run("locate", city, "--lon", "117", "--lat", "34.98", "--datum", "wgs84", "--lang", "zh")
    assert "此处不属于任何网格" in text
    _, _, notes = run("reference", "-o", tmp_path / "city2", "--scale", "0.02", "--lang", "zh")
    assert "假设: " in notes
    assert "合成城市" in notes


@pytest.mark.heavy
def test_what_an_analysis_writes_is_the_same_in_every_language(run, city, tmp_path):
    for lang in ("zh", "en"):
        assert run("analyze", city, "-o", tmp_path / lang, "--lang", lang)[0] == 0
    for name in ("snap_report.csv", "coverage.gpkg", "coverage.xlsx", "coverage.html", "homes.parquet"):
        assert (tmp_path / "zh" / name).read_bytes() == (tmp_path / "en" / name).read_bytes()


def test_json_is_the_same_in_every_language(run, city):
    assert json.loads(run("check", city, "--json", "--lang", "zh")[1]) == json.loads(run("check", city, "--json")[1])


def test_options_that_do_not_go_together_are_refused_in_chinese(run, city):
    code, _, text = run("locate", city, "--lang", "zh")
    assert code == 2
    assert "请给出其一" in text


@pytest.mark.parametrize(("lang", "first", "step"), [("zh", "正在审查", "审查结论"), ("en", "reviewing", "verdicts")])
def test_steps_are_shown_in_the_readers_language(monkeypatch, capsys, lang, first, step):
    monkeypatch.setenv("FORCE_COLOR", "1")  # a terminal
    monkeypatch.setenv("COLUMNS", "120")
    choose_language_of_commands(lang)
    with show_steps("reviewing", REVIEW_STEPS) as progress:
        progress.show("verdicts")
    with show_steps("reviewing") as progress:
        progress.show("verdicts")
    with show_tasks("cities") as report:
        report(State(total=4, done=1, running=2, failed=1))
    with show_rows(9) as advance:
        advance(5)
        advance(4)
    shown = capsys.readouterr().err
    texts = ["城市:2 个进行中,1 个失败", "9 行"] if lang == "zh" else ["cities: 2 running, 1 failed", "9 rows"]
    assert [text for text in (first, step, *texts) if text not in shown] == []
    assert bool(CHINESE.search(shown)) == (lang == "zh")
    choose_language_of_commands(None)


def test_every_field_of_an_answer_has_a_label():
    shown = [each.name for each in fields(Answer) if each.name not in ("candidates", "services", "others")]
    assert [name for name in shown if f"print.answer.{name}" not in TEXTS] == []


def test_why_a_row_is_not_located_is_said_in_the_readers_language(run, city, tmp_path):
    (tmp_path / "in.csv").write_text("lon,lat\n117.0,34.98\n500,3\n", "utf-8")
    line = ("locate", city, "--file", tmp_path / "in.csv", "--datum", "wgs84", "-o", tmp_path / "out.csv")
    reasons = []
    for lang in ("zh", "en"):
        code, text, _ = run(*line, "--lang", lang)
        assert code == 0
        assert ("在网格之外:1" if lang == "zh" else "outside: 1") in text
        reasons.append(pd.read_csv(tmp_path / "out.csv")["reason"].tolist())
    assert reasons[0][0].startswith("此处不属于任何网格;最近的网格距离 ")
    assert reasons[0][1] == "lon“500”,lat“3”:应为度,lon 在 -180 至 180 之间,lat 在 -90 至 90 之间"
    assert reasons[1][0].startswith("no grid unit covers this place; the nearest is ")


@pytest.mark.heavy
def test_why_a_city_failed_stands_in_both_languages_in_the_workbook(run, city, tmp_path):
    (tmp_path / "cities.csv").write_text("city,name\ncity,a\nnone,b\n", "utf-8")
    code, text, errors = run(
        "analyze", tmp_path / "cities.csv", "-o", tmp_path / "out", "--processes", 1, "--lang", "zh"
    )
    assert code == 1
    assert "失败" in text
    assert "此处没有城市数据包" in errors
    rows = pd.read_excel(tmp_path / "out" / "cities.xlsx")
    message = rows.iloc[1][[name for name in rows if "message" in name.lower()]].iloc[0]
    assert "此处没有城市数据包" in message
    assert "no city here" in message


# --- over HTTP


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-Hant-TW", "zh"),
        ("ZH", "zh"),
        ("en,zh", "zh"),
        ("en;q=0.5, zh;q=0.6", "zh"),
        ("da, zh;q=0.2", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh;q=0", "en"),
        ("zh;q=x", "en"),
        ("zh;q=", "en"),
        ("*", "en"),
        ("da", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_the_one_with_most_weight(header, lang):
    assert choose_language(header) == lang


@pytest.mark.parametrize(
    ("address", "status", "title", "detail"),
    [
        ("/v1/locate?lon=113&lat=34&datum=wgs84", 404, "位于城市之外", "此处不属于任何网格"),
        ("/v1/locate?lon=300&lat=34&datum=wgs84", 400, "请求有误", "应为度"),
        ("/v1/coverage?levl=city", 400, "请求有误", "是否应为 level?"),
        ("/v1/coverage?minutes=-1", 422, "请求无法读取", "minutes:应大于 0"),
        ("/v1/coverage?category=clinc", 400, "请求有误", "未知类别“clinc”;本市有:"),
        ("/v1/units/none", 404, "未找到", "没有此地址"),
        ("/v1/jobs/none", 404, "未找到", "本服务不保存任务"),
    ],
)
def test_a_problem_is_in_the_language_that_the_client_reads(client, address, status, title, detail):
    answer = client.get(address, headers=ZH)
    assert (answer.status_code, answer.json()["title"]) == (status, title)
    assert detail in answer.json()["detail"]
    assert (answer.headers["content-language"], answer.headers["vary"]) == ("zh", "Accept-Language")
    for headers in (EN, {"Accept-Language": ""}):
        answer = client.get(address, headers=headers)
        assert not CHINESE.search(answer.json()["title"] + answer.json()["detail"])
        assert answer.headers["content-language"] == "en"
        assert "Accept-Language" in answer.headers["vary"]


def test_a_wrong_host_is_told_in_chinese_too():
    with TestClient(create_app(Settings(allowed_hosts="here.example"), build_sample())) as client:
        answer = client.get("/healthz", headers={**ZH, "Host": "elsewhere.example"})
    assert answer.status_code == 421
    assert answer.json()["detail"].startswith("不能以“elsewhere.example”访问本服务")


def test_why_a_place_is_not_located_is_told_in_the_language_that_the_client_reads(client):
    places = {"items": [{"lon": 117.0, "lat": 34.98}, {"lon": 300, "lat": 3}], "datum": "wgs84"}
    answer = client.post("/v1/locate", json=places, headers=ZH)
    reasons = [item["reason"] for item in answer.json()["items"]]
    assert reasons[0].startswith("此处不属于任何网格;最近的网格距离 ")
    assert reasons[1].startswith("lon“300.0”,lat“3.0”:应为度")
    assert [answer.headers[name] for name in ("content-language", "vary")] == ["zh", "Accept-Language"]
    answer = client.post("/v1/locate", json=places, headers=EN)
    assert answer.json()["items"][0]["reason"].startswith("no grid unit covers this place; the nearest is ")
    assert answer.headers["content-language"] == "en"


@pytest.mark.heavy
def test_why_an_address_is_not_located_is_told_in_chinese():
    with TestClient(create_app(Settings(), build_reference(scale=0.02))) as client:
        asked = {"items": [{"address": "月球路1号"}, {"address": ""}]}
        items = client.post("/v1/locate", json=asked, headers=ZH).json()["items"]
    assert [item["status"] for item in items] == ["not_found", "rejected"]
    assert items[0]["reason"].startswith("本市没有相符的地址;")
    assert all(CHINESE.search(item["reason"]) for item in items)


def find_end(job):
    return job if job["state"] not in ("waiting", "running") else None


@pytest.mark.heavy
def test_why_a_job_failed_is_told_in_the_language_of_who_asks(serve):
    with serve() as client:
        areas = ("areas.csv", b"plan_id,dwellings,boundary\nP-1,10,nonsense\n", "text/csv")
        posted = client.post("/v1/plans", files={"areas": areas}, data={"datum": "wgs84"}).json()
        key = {"X-Job-Secret": posted["secret"]}
        job = wait_for(lambda: find_end(client.get(posted["links"]["self"], headers={**key, **ZH}).json()))
        assert job["state"] == "failed"
        assert job["detail"].startswith("数据中有")
        assert "areas.csv 第 2 行:列 boundary:" in job["detail"]
        assert client.get(posted["links"]["self"], headers={**key, **EN}).json()["detail"].startswith("1 problem")
        answer = client.get(f"{posted['links']['self']}/result.json", headers={**key, **ZH})
        assert answer.status_code == 409
        assert answer.json()["detail"].startswith("此任务失败:")
