"""Help and usage errors of the command line in the reader's language, with the exit code that shells know."""

import re

import pytest
import typer

from geo.texts.command_help import COMMAND_HELP, translate_help
from service.cli import app

CHINESE = re.compile(r"[\u4e00-\u9fff]")
USAGE_ERRORS = [
    ("--bogus", "没有选项 --bogus", "No such option: --bogus"),
    ("build", "缺少参数 'SOURCE.toml'", "Missing argument 'SOURCE.toml'."),
    ("circle x --lon 3", "缺少选项 '--lat'", "Missing option '--lat'."),
    ("analyze x -o y --minute 3", "没有选项 --minute;相近的有:--minutes", "(Possible options: --minutes)"),
    ("locate --lon abc x", "'--lon' 的值无效:应为数值,无法解析", "Invalid value for '--lon': Input should be"),
    ("serve x --port 0", "'--port' 的值无效:应大于或等于 1", "greater than or equal to 1"),
    ("nocmd", "没有命令 'nocmd'", "No such command 'nocmd'."),
    ("analyse x", "没有命令 'analyse';是否应为 'analyze'?", "Did you mean 'analyze'?"),
    ("check a b c", "多余的参数:b c", "Got unexpected extra argument(s) (b c)"),
    ("build x -o", "选项 '-o' 后缺少值", "Option '-o' requires an argument."),
    ("check x --json=1", "选项 '--json' 不带值", "Option '--json' does not take a value."),
    ("locate x", "请给出其一", "give one of: ADDRESS"),
]


@pytest.fixture
def commands():
    group = typer.main.get_command(app)
    return group, group.make_context("gridwalk", ["check"], resilient_parsing=True)


def list_help(commands):
    group, context = commands
    nested = [inner for command in group.commands.values() for inner in getattr(command, "commands", {}).values()]
    for command in (group, *group.commands.values(), *nested):
        yield command.help
        yield from (parameter.help for parameter in command.get_params(context) if parameter.help)


def test_every_command_and_option_has_a_chinese_help_and_none_outlives_it(commands):
    texts = set(list_help(commands))
    assert len(texts) > 60
    assert [text for text in texts if not CHINESE.search(translate_help(text, "zh"))] == []
    assert [text for text, _ in COMMAND_HELP if text not in texts] == []
    assert len(dict(COMMAND_HELP)) == len(COMMAND_HELP)


@pytest.mark.parametrize(
    "arguments", [("--help",), (), ("analyze", "--help"), ("serve", "--help"), ("plan", "--help"), ("grid", "--help")]
)
def test_help_is_whole_in_the_readers_language(run, monkeypatch, commands, arguments):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    code, text, _ = run(*arguments)
    assert code == (0 if arguments else 2)
    assert [word for word in ("用法:", "选项", "显示本说明后退出。") if word not in text] == []
    assert "…" not in text
    command = commands[0].commands.get(arguments[0]) if len(arguments) == 2 else commands[0]
    shown = re.sub(r"[\s│]", "", text)
    assert re.sub(r"\s", "", translate_help(command.help, "zh")) in shown
    assert not re.search(r"Usage|Options|Arguments|Commands:|default|required", text)
    english = run(*arguments, "--lang", "en")[1] if arguments else run("--lang", "en")[1]
    assert "Usage:" in english
    assert not CHINESE.search(english)


@pytest.mark.parametrize(("line", "chinese", "english"), USAGE_ERRORS)
def test_a_usage_error_is_one_sentence_in_the_readers_language(run, line, chinese, english):
    code, out, error = run("--lang", "zh", *line.split())
    assert (code, out) == (2, "")
    assert error.startswith("错误: ")
    assert chinese in error
    assert len(error.splitlines()) == 2
    assert error.splitlines()[1].startswith("用法见 ")
    code, out, error = run("--lang", "en", *line.split())
    assert (code, out) == (2, "")
    assert english in error
    assert error.splitlines()[1].startswith("see ")
    assert not CHINESE.search(error)


def test_a_wrong_language_is_refused_before_all_else(run):
    code, _, error = run("build", "--bogus", "--lang", "fr")
    assert code == 2
    assert "--lang fr: expected zh or en" in error
