"""Values that nobody's form sends by itself."""

# Comes back only escaped: as a tag, or out of an attribute, it would be somebody's script.
MARK = "'\"><fuzz-x onfuzz=1></script><fuzz-x>"
DEEP = 3000

TEXTS: dict[str, str | bytes] = {
    "nothing": "",
    "blanks": " \t ",
    "nul": "a\0b",
    "only nul": "\0",
    "not utf-8": b"\xff\xfe\x80",
    "lone surrogate": b"\xed\xa0\x80",
    "longer than a column": "x" * 300,
    "huge": "x" * 70_000,
    "right to left": "\u202egnp.exe\u2066",
    "zero width": "\u200b\u2060\ufeff",
    "homoglyphs": "раураl",
    "combining flood": "e" + "\u0301" * 500,
    "emoji": "\N{PILE OF POO}" * 50,
    "new lines": "x\r\nSet-Cookie: fuzz=1\r\n\r\n<fuzz-x>",
    "line separators": "a\u2028b\u2029c\x85d\x0be",
    "path": "../../../../etc/passwd",
    "absolute path": "/etc/passwd",
    "windows path": "..\\..\\C:\\boot.ini",
    "template": "{{ settings.SECRET_KEY }}{% debug %}{0.__class__}",
    "sql": "x' OR 1=1; DROP TABLE auth_user; --",
    "one quote": '"',
    "quotes": "'\"`",
    "backslash": "\\",
    "percent": "%s%n%(x)s%",
    "search syntax": '"a AND (NOT * OR ^b -c:',
    "wildcards": "%_*?[a-",
    "mark": MARK,
    "script address": "javascript:alert(1)",
    "other site": "//fuzz.example/x",
    "other site with scheme": "https://fuzz.example/",
    "broken address": "http://[::1",
    "yes": "on",
}
NUMBERS: dict[str, str] = {
    "past 31 bits": str(2**31),
    "past 63 bits": str(2**63),
    "below 64 bits": str(-(2**63) - 1),
    "negative": "-1",
    "zero": "0",
    "nobody's": "987654321",
    "past floats": "1e400",
    "not a number": "NaN",
    "infinite": "-Infinity",
    "too long to read": "9" * 5000,
    "other digits": "٣",
    "superscript": "²",
    "underscore": "1_000",
    "hexadecimal": "0x10",
    "fraction": "1.5",
    "several": "1,2,x,99999999999999999999",
    "empty uuid": "00000000-0000-0000-0000-000000000000",
}
DATES: dict[str, str] = {
    "year 0": "0000-00-00",
    "30 February": "2026-02-30",
    "end of time": "9999-12-31 23:59:59",
    "beginning of time": "0001-01-01 00:00",
    "year 10000": "10000-01-01 00:00",
    "with zone": "2026-01-01T00:00:00+99:99",
}
JSONS: dict[str, str] = {
    "null": "null",
    "true": "true",
    "number": "1",
    "string": '"x"',
    "list": "[]",
    "object": "{}",
    "list of lists": "[[], {}, null, 1]",
    "torn": '{"a": [1,',
    "surrogate": '"\\ud800"',
    "nul in string": '{"a": "\\u0000"}',
    "deep list": "[" * DEEP + "]" * DEEP,
    "very deep list": "[" * 100_000,
    "deep object": '{"a":' * DEEP + "1" + "}" * DEEP,
    "not finite": "[NaN, Infinity, 1e999]",
    "twice": '{"a": 1, "a": {}}',
    "blocks no list": '{"blocks": 1, "entityMap": []}',
    "blocks of nothing": '{"blocks": [{}, null, 1], "entityMap": {}}',
    "block with surrogate": '{"blocks": [{"key": "a", "text": "\\ud800", "type": "unstyled", '
    '"depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
    "block with nul": '{"blocks": [{"key": "a", "text": "\\u0000", "type": "unstyled", '
    '"depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
    "block of ranges": '{"blocks": [{"key": "a", "text": "abc", "type": "unstyled", "depth": -5,'
    '"inlineStyleRanges": [{"offset": -9, "length": 99, "style": "BOLD"}, {"offset": 1, '
    '"length": 1, "style": "NONE"}], "entityRanges": [{"offset": 0, "length": 2, "key": 7}]}], '
    '"entityMap": {"0": {"type": "LINK", "data": {"url": "javascript:alert(1)"}}}}',
    "link without data": '{"blocks": [{"key": "a", "text": "abc", "type": "unstyled", "depth": 0,'
    '"inlineStyleRanges": [], "entityRanges": [{"offset": 0, "length": 2, "key": 0}]}], '
    '"entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {}}}}',
    "link to nobody": '{"blocks": [{"key": "a", "text": "abc", "type": "unstyled", "depth": 0,'
    '"inlineStyleRanges": [], "entityRanges": [{"offset": 0, "length": 2, "key": 0}]}], '
    '"entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", '
    '"data": {"id": 99999999999999999999, "parentId": "x"}}}}',
}
ALL: dict[str, str | bytes] = TEXTS | NUMBERS | DATES | JSONS
