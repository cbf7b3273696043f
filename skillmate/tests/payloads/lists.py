"""What attackers send, by what it would do."""

# A person's script: as a tag, out of an attribute, out of a script, out of a title or text field.
# No tag and no attribute of these names is ever ours, wherever it stands.
MARK = "'\"><xss-a onxss=1></title></script><xss-b>"

XSS = {
    "tag": "<xss-a>",
    "out of an attribute": '"><xss-a>',
    "attribute": "\" onxss='1' x=\"",
    "attribute in single quotes": "' onxss='1",
    "out of a script": "</script><xss-a>",
    "out of a text field": "</textarea></title></style><xss-a>",
    "comment": "<!--><xss-a>-->",
    "encoded once": "&lt;xss-a&gt;<xss-a>",
    "wide brackets": "＜xss-a＞<xss-a\t/>",
    "torn tag": "<xss-a onxss=1 ",
    "svg": "<svg><xss-a onxss=1>",
    "template": "{{ x }}{% x %}<xss-a>",
}
SCRIPT_ADDRESSES = [
    "javascript:xss()",
    "JaVaScRiPt:xss()",
    " javascript:xss()",
    "java\tscript:xss()",
    "java\nscript:xss()",
    "\x01javascript:xss()",
    "vbscript:xss()",
    "data:text/html,<xss-a>",
    "javascript://example.com/%0axss()",
]
OTHER_SITES = {
    "scheme": "https://evil.example/",
    "no scheme": "//evil.example/",
    "three slashes": "///evil.example/",
    "backslash": "/\\evil.example/",
    "two backslashes": "\\\\evil.example/",
    "scheme without slashes": "https:evil.example",
    "scheme and one slash": "https:/evil.example",
    "script": "javascript:xss()",
    "data": "data:text/html,x",
    "userinfo": "http://testserver@evil.example/",
    "looks like ours": "http://testserver.evil.example/",
    "tab": "/\t/evil.example/",
    "new line": "/\n/evil.example/",
    "leading blank": " //evil.example/",
    "encoded tab": "%09//evil.example/",
    "control": "\x08//evil.example/",
    "wide slash": "/／evil.example/",
    "other port": "http://testserver:81/",
    "ftp": "ftp://testserver/",
}
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("x")']
HEADERS = ["x\r\nBcc: all@evil.example", "x\nBcc: all@evil.example", "x\r\n\r\n<b>body</b>"]
