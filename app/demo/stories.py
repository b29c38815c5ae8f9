"""The demo's drafts: each with its text and how far it went, so that every page shows something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.scanner.document import Format

Move = Literal["submit", "approve", "return", "reject", "withdraw", "revoke"]
Step = tuple[str, Move, str]
"""Who, what, and the comment."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A comment (批注) on a passage: who, on which words, what; and who answers what."""

    who: str
    quote: str
    text: str
    answer: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One draft of the demo, and what is said beside it in the end."""

    author: str
    title: str
    body: str
    steps: tuple[Step, ...] = ()
    account: str = "wechat"
    format: Format = "text"
    talks: tuple[Talk, ...] = ()


_SIGNED_TWICE: tuple[Step, ...] = (
    ("editor", "submit", "数据已与业务科室核对。"),
    ("chief", "approve", "事实准确，同意。"),
)

STORIES: tuple[Story, ...] = (
    Story(
        "editor",
        "全市政务新媒体管理工作提示",
        "各单位：\n为进一步规范政务新媒体运行，现将近期检查情况提示如下。\n"
        "一、部分单位同时使用“帐号”和“账号”，请统一为“账号”。\n"
        "二、个别单位在同 一平台开设多个账号，请抓紧清理整合，支持群众便携使用。\n"
        "三、请各单位登陆全国政务新媒体信息报送系统核对备案信息，并将其纳入年度考核考核指标体系。\n"
        "四、公开名单须去标识化，不得出现“张某，身份证号11010519491231002X”这样的完整信息。\n"
        "请于2026年11月31日前反馈，联系人手机13800138000。\n",
    ),
    Story(
        "contributor",
        "社区居民说：我家门口的服务站真方便",
        "走进向阳街道便民服务站，工作人员正在为居民办理社保卡补换。"
        "服务站开通后，居民在家门口就能办理社保、医保、公积金等八十二项业务。\n"
        "居民王阿姨说，过去办一次业务要坐四站公交，现在下楼五分钟就能办好。\n",
        (("contributor", "submit", "已请社区核对。"),),
    ),
    Story(
        "contributor",
        "双节期间政务服务大厅办事安排",
        "国庆、中秋假期，市政务服务大厅实行预约办理，"
        "群众可通过“一网通办”平台提前一天预约。不动产登记、出入境业务窗口照常开放。\n"
        "办理时间：上午九点至下午四点。咨询电话：12345。\n",
        (
            ("contributor", "submit", ""),
            ("editor2", "return", "请补充节后恢复正常办理的日期。"),
        ),
        account="weibo",
    ),
    Story(
        "editor",
        "十一月政务服务“好差评”情况",
        "十一月，全市政务服务大厅共办理业务四万三千余件，群众满意率百分之九十九点二。"
        "群众反映较多的是停车不便，市政务服务中心已协调增设车位六十个。\n"
        "下一步，将推动更多事项网上办、掌上办。\n",
        (("editor", "submit", "数据来自政务服务中心月报。"),),
        talks=(
            Talk(
                "chief",
                "群众满意率百分之九十九点二",
                "@林知秋 这个数字出自哪里？",
                ("editor", "市政务服务中心十一月月报第三页，已与中心核对。"),
            ),
            Talk("chief2", "已协调增设车位六十个", "@林知秋 请写明何时启用。"),
        ),
    ),
    Story(
        "editor",
        "关于公开征求《江州市公共数据管理办法（征求意见稿）》意见的公告",
        "为规范公共数据管理，促进公共数据共享、开放和开发利用，我局起草了"
        "《江州市公共数据管理办法（征求意见稿）》，现向社会公开征求意见。\n"
        "意见反馈时间为2026年11月20日至2026年12月20日，"
        "可通过市政府网站“民意征集”栏目或者信函方式提出。\n",
        _SIGNED_TWICE,
    ),
    Story(
        "editor",
        "江州市启动暴雨二级应急响应",
        "受持续强降雨影响，我市部分乡镇发生山洪，3人失联，已转移群众1200人。"
        "市防汛抗旱指挥部决定于11月20日18时启动防汛二级应急响应，搜救工作正在进行。\n"
        "请广大市民减少外出，关注权威发布。\n",
        _SIGNED_TWICE,
    ),
    Story(
        "editor",
        "“一网通办”新增二十项高频服务事项",
        "即日起，我市“一网通办”平台新增灵活就业登记、居住证办理、老年优待证办理等二十项高频服务事项，"
        "群众可以在网上全程办理，不再提交纸质材料。\n"
        "如有疑问，请拨打政务服务便民热线12345。\n",
        (*_SIGNED_TWICE, ("deputy", "approve", "同意发布。")),
    ),
    Story(
        "editor2",
        "市政务服务中心周六延时服务时间调整",
        "自十二月起，市政务服务中心周六延时服务时间调整为上午九点至十二点，"
        "不动产登记、医保、社保、公安户政窗口开放，其他窗口实行预约办理。\n",
        (
            ("editor2", "submit", ""),
            ("chief2", "approve", "与业务科室确认过时间。"),
            ("principal", "approve", "同意。"),
            ("principal", "revoke", "窗口开放时间有变化，待重新发布。"),
        ),
    ),
    Story(
        "editor2",
        "双十一好物清单，限时抢购",
        "双十一来啦！精选数码好物全场五折，限时抢购，点击购买立享优惠，包邮到家，手慢无！\n",
        (
            ("editor2", "submit", "误投稿件，请领导定夺。"),
            ("chief", "reject", "商业推广内容，与本单位职责无关，不得发布。"),
        ),
    ),
    Story(
        "editor2",
        "政务数据共享平台升级公告",
        "因系统升级，市政务数据共享平台将于本周六零时至六时暂停服务，给您带来不便，敬请谅解。\n",
        (("editor2", "withdraw", "升级时间推迟，重新拟稿。"),),
    ),
    Story(
        "b-editor",
        "冬季家庭用火用电安全提示",
        "冬季用火用电增多，请市民定期检查线路和燃气软管，外出时关闭电源、气源，"
        "不在楼道内为电动自行车充电。发生火情请立即拨打119。\n",
        (("b-editor", "submit", ""),),
        account="b-wechat",
    ),
)
