"""Lists as an office maintains them, which the product does not ship: persons and standard texts."""

PERSONS = """
kind = "persons"
[sources.own]
title = "市领导名单（测试用）"
date = "2026-01-01"
[persons]
"张建国" = { order = 1, offices = [{ title = "市委书记", from = 2021-09-01 }], source = "own" }
"王小明" = { order = 2, source = "own", offices = [
  { title = ["市长", "宿州市市长"], from = 2022-01-15 }, { title = "市委副书记", from = 2021-12-01 },
] }
"李海涛" = { order = 3, source = "own", offices = [
  { title = ["副市长", "宿州市副市长"], from = 2020-05-01 },
] }
"陈志远" = { order = 4, source = "own", offices = [
  { title = "市人大常委会主任", from = 2022-01-20 }, { title = "市长", from = 2017-01-01, to = 2022-01-14 },
] }
"刘军" = { offices = [{ title = "市公安局局长", from = 2023-03-01 }], source = "own" }
"赵明丽" = { barred = true, aliases = ["明丽姐"], source = "own" }
"""
TEXTS = """
kind = "standard-texts"
[sources.own]
title = "防汛工作通稿（测试用）"
date = "2026-06-01"
[texts]
"防汛救灾工作会议" = { since = 2024-06-01, source = "own", text = '''
会议强调，全市要坚持人民至上、生命至上，抓紧抓实抓细防汛救灾各项工作。
各级各部门要落实落细责任，加强值班值守，及时转移受威胁群众，确保人民群众生命财产安全。
截至6月20日18时，全市共转移安置群众1286人，没有人员伤亡。''' }
"""
OFFICE_LISTS = [("persons.toml", PERSONS.encode()), ("texts.toml", TEXTS.encode())]
