"""Relevance to duties: verdicts, explanations, the office's point of view, and what must always hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.document import Draft, parse
from app.scanner.facts import Facts
from app.scanner.normalize import folded
from app.scanner.relevance import IRRELEVANT, RELEVANT, SHOWN, Duties, Relevance, judge
from app.scanner.ruleset import LEXICONS, build
from tests.pace import within

FACTS = build([("topics.toml", (LEXICONS / "topics.toml").read_bytes())]).facts
TOPICS = FACTS.vocab["topics"]
TERMS = [
    term for group in ("official", "foreign") for entry in TOPICS[group].values() for term in entry["terms"]
]

HEALTH = Duties(
    "青禾市卫生健康委员会", "负责疾病预防控制、医疗服务、妇幼健康、中医药管理。", ("健康", "疫苗", "医疗")
)
TAX = Duties("青禾市税务局", "负责税收征收管理、纳税服务、减税降费政策落实。", ("税收", "纳税", "发票"))
SPORT = Duties("青禾市体育局", "负责全民健身、竞技体育、体育赛事管理。", ("体育", "足球"))
FLU = "冬季流感高发，请老年人、孕产妇尽早到社区卫生服务中心接种疫苗，出现发热症状及时就医。"
MATCH = "昨晚的中超联赛，主场球队2比1逆转，前锋的绝杀进球让球迷沸腾，主教练赛后称赞防守。"


def relevance(text: str, duties: Duties | None = None, title: str = "") -> Relevance:
    return judge(parse(Draft(body=text, title=title), FACTS), duties)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("我市推进老旧小区改造，年内加装电梯60部，改造供水管网，业主可向物业公司了解施工安排。", "城乡建设"),
        (
            "企业职工基本养老保险参保人员可在社保局窗口或手机上办理转移接续，退休人员养老金按月发放。",
            "劳动和社会保障",
        ),
        ("市民政局提高低保标准，困境儿童和特困人员的临时救助同步落实，敬老院完成消防改造。", "民政"),
        ("公安机关通报一批电信诈骗案件，民警提醒群众及时报警，犯罪嫌疑人已被刑拘。", "政法"),
        ("义务教育阶段学校招生工作开始，学区划分由教育局公布，家长可在网上报名入学。", "教育文体"),
        ("农业农村局组织农技人员下乡，指导春耕备耕，发放农机补贴，检查农药化肥质量。", "农村农业"),
    ],
)
def test_government_work_is_relevant_and_has_its_topic(text: str, topic: str) -> None:
    found = relevance(text)
    assert (found.verdict, found.topic) == ("relevant", topic)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("女星新剧杀青晒写真，与男友恋情曝光，粉丝期待演唱会和新专辑。", "娱乐明星"),
        (MATCH, "体育赛事"),
        ("新版本公测开启，玩家可领礼包，副本装备全面升级，公会战火爆开打。", "网络游戏"),
        ("沪指低开高走，两市成交量放大，券商板块领涨，多只个股涨停，短线仍有反弹。", "股票彩票"),
        ("天蝎座本周运势不错，桃花运旺，幸运色是紫色，水逆结束，财运回升。", "星座命理"),
        ("这家网红店的火锅麻辣鲜香，甜品和奶茶也超好吃，人均八十，吃货快来打卡。", "美食探店"),
    ],
)
def test_foreign_matter_is_irrelevant_and_has_its_topic(text: str, topic: str) -> None:
    found = relevance(text)
    assert (found.verdict, found.topic) == ("irrelevant", topic)


@pytest.mark.parametrize("text", ["", "好", "新年快乐", "𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷", "\n\n"])
def test_what_says_nothing_is_uncertain(text: str) -> None:
    assert relevance(text) == Relevance("uncertain", 0.5, "", ())


def test_health_advice_is_for_a_health_office_more_than_for_a_tax_office() -> None:
    health, tax = relevance(FLU, HEALTH), relevance(FLU, TAX)
    assert health.verdict == relevance(FLU).verdict == "relevant"
    assert health.score >= relevance(FLU).score > tax.score
    assert tax.verdict == "uncertain"


WORK = {
    HEALTH: FLU,
    TAX: "个人所得税汇算清缴3月1日开始，纳税人可在手机上申报退税，享受专项附加扣除。",
    Duties("青禾市教育局", "主管全市教育工作，负责学校管理、招生考试、教师队伍建设。", ("教育", "招生")): (
        "义务教育招生入学工作开始，家长可在网上报名，按学区就近入学。"
    ),
    Duties("青禾市公安局", "维护社会治安，预防和打击违法犯罪，管理户籍。", ("公安", "警方")): (
        "冒充客服退款的诈骗高发，警方提醒：不要点击陌生链接，遇到可疑情况请报警。"
    ),
    Duties("青禾市人力资源和社会保障局", "负责就业创业、社会保险、劳动关系。", ("就业", "社保")): (
        "灵活就业人员参加职工基本养老保险，可以到社保大厅或者在手机上缴费。"
    ),
    Duties("青禾市气象局", "负责天气预报预警、气象防灾减灾。", ("天气", "预警", "气象")): (
        "市气象台发布暴雨橙色预警，预计未来3小时降雨量将达50毫米以上，请注意防范。"
    ),
}


@pytest.mark.parametrize("office", WORK, ids=lambda duties: duties.name)
def test_every_office_knows_its_own_work_best(office: Duties) -> None:
    own = relevance(WORK[office], office)
    assert own.verdict == "relevant"
    for other in WORK.keys() - {office}:
        seen = relevance(WORK[office], other)
        assert seen.score < own.score
        assert seen.verdict != "irrelevant", "another office's work is government's work"


@pytest.mark.parametrize("office", WORK, ids=lambda duties: duties.name)
def test_gossip_is_for_no_office(office: Duties) -> None:
    text = "女星新剧杀青晒写真，与男友恋情曝光，粉丝期待演唱会和新专辑。"
    assert relevance(text, office).verdict == "irrelevant"


@pytest.mark.parametrize("name", ["青禾市人民政府办公室", "青禾市人民政府网", "青禾政务发布"])
def test_a_whole_government_is_about_the_work_of_every_office(name: str) -> None:
    office = Duties(name, "发布市政府重大决策部署和便民服务信息。")
    assert all(relevance(text, office).verdict == "relevant" for text in WORK.values())
    assert relevance(MATCH, office).verdict == "irrelevant"


def test_what_nobody_listed_is_known_by_its_words() -> None:
    essay = "黄昏时分，他独自走过小巷，回忆起童年的梦，微笑着流下眼泪，心里充满温柔和忧伤。"
    found = relevance(essay)
    assert found.score < relevance("有关单位应当依照规定办理审批手续，并向主管部门备案。").score
    listed = {folded(term) for term in TERMS}
    assert any(entry.weight < 0 and entry.term not in listed for entry in found.terms)


def test_the_duties_of_an_office_do_not_change_what_a_text_is_about() -> None:
    assert {relevance(FLU, office).topic for office in (None, HEALTH, TAX, SPORT)} == {"卫生计生"}


def test_what_is_irrelevant_is_of_a_foreign_topic_or_of_none() -> None:
    for text in (MATCH, "红烧肉切块焯水，炒糖色，加生抽老抽料酒，小火慢炖一小时即可出锅。"):
        found = relevance(text, TAX)
        assert found.verdict == "irrelevant"
        assert found.topic in (*TOPICS["foreign"], "")


def test_sports_results_are_not_foreign_to_a_sports_office() -> None:
    assert relevance(MATCH, TAX).verdict == "irrelevant"
    assert relevance(MATCH, SPORT).verdict != "irrelevant"


def test_a_keyword_of_the_duties_counts_though_no_topic_knows_it() -> None:
    text = "紫薯节上展出的紫薯雕刻吸引了许多人前来观看，紫薯糕也很受欢迎。"
    assert relevance(text, Duties("紫薯镇", "", ("紫薯",))).score > relevance(text).score


def test_terms_explain_the_score_heaviest_first() -> None:
    terms = relevance("球迷为民政局的低保政策叫好。", title="球迷").terms
    weights = [abs(entry.weight) for entry in terms]
    assert weights == sorted(weights, reverse=True)
    assert next(entry.weight for entry in terms if entry.term == "球迷") < 0
    assert next(entry.weight for entry in terms if entry.term == "低保") > 0


def test_a_term_across_two_words_is_none() -> None:
    assert all(entry.term != "中考" for entry in relevance("在工作中考虑群众的感受，改进服务。").terms)


def test_width_and_case_do_not_matter() -> None:
    assert relevance("ＮＢＡ常规赛，湖人主场大胜。") == relevance("nba常规赛，湖人主场大胜。")


def test_without_vocabulary_nothing_is_known() -> None:
    page = parse(Draft(body=MATCH), Facts.empty())
    assert judge(page, None).verdict == "uncertain"
    assert judge(page, SPORT).verdict in ("uncertain", "relevant")


def test_the_vocabulary_is_as_rich_as_its_topics_need() -> None:
    assert len(TOPICS["official"]) == 15
    assert all(len(set(entry["terms"])) >= 60 for entry in TOPICS["official"].values())
    assert all(len(set(entry["terms"])) >= 80 for entry in TOPICS["foreign"].values())
    assert len(set(TERMS)) == len(TERMS)


@given(
    st.lists(st.sampled_from([*TERMS, "我", "的", "，", "。", "\n", "𠮷"])),
    st.sampled_from([None, HEALTH, TAX, SPORT]),
)
def test_every_draft_gets_one_explained_answer(parts: list[str], duties: Duties | None) -> None:
    text = "".join(parts)
    found = relevance(text, duties)
    assert found == relevance(text, duties)
    assert 0 <= found.score <= 1
    assert len(found.terms) <= SHOWN
    assert found.topic in ("", *TOPICS["official"], *TOPICS["foreign"])
    assert (found.verdict == "relevant") == (found.score >= RELEVANT)
    assert (found.verdict == "irrelevant") == (found.score <= IRRELEVANT)


@given(st.sampled_from(TOPICS["official"]["民政"]["terms"]))
def test_more_official_terms_never_lower_the_score_of_a_text_of_the_same_length(term: str) -> None:
    assert (
        relevance(f"今天下午我们去看了{term}。").score
        >= relevance(f"今天下午我们去看了{'某' * len(term)}。").score
    )


@pytest.mark.parametrize(
    "text",
    [
        "The quick brown fox jumps over the lazy dog. " * 20,
        "67 890 " * 50,
        "def f(x):\n    return x\n" * 20,
    ],
)
def test_a_text_without_chinese_is_not_called_irrelevant(text: str) -> None:
    assert relevance(text).verdict == "uncertain"


def test_a_mebibyte_takes_no_more_than_its_length() -> None:
    relevance(FLU)
    with within(1):
        relevance(FLU * (340_000 // len(FLU)))
