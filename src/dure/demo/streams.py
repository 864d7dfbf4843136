"""The value streams of the village: who answers for each, what it is for, and where it is to go."""

from dure.demo.cards import StreamCard

STREAMS = (
    StreamCard(
        "product",
        "제품 (화면과 기능)",
        "Product (screens and features)",
        "daeun",
        "priya",
        waits_for_release=True,
        teams=("product", "support"),
        purpose=(
            "고객이 나루에서 하려던 일을 화면에서 막힘없이 끝내게 합니다.",
            "Customers finish in Naru what they came to do, without getting stuck on a screen.",
        ),
        vision=(
            "고객이 말한 것의 절반이 한 달 안에 화면에서 달라지고, 말한 분이 그 소식을 우리에게서 먼저 듣습니다.",
            "Half of what customers tell us changes on their screen within a month, and they hear it from us first.",
        ),
        targets={"feature": 0.5, "defect": 0.25, "risk": 0.1, "debt": 0.15},
    ),
    StreamCard(
        "data",
        "데이터 (숫자와 연동)",
        "Data (numbers and integrations)",
        "taeho",
        "yujin",
        teams=("data",),
        purpose=(
            "고객이 보는 숫자가 맞고, 고객의 다른 시스템과 제때 이어지게 합니다.",
            "The numbers customers see are right, and reach their other systems in time.",
        ),
        vision=(
            "틀린 숫자를 고객보다 우리가 먼저 알고, 먼저 말씀드립니다.",
            "We know of a wrong number before the customer does, and say so first.",
        ),
        targets={"feature": 0.4, "defect": 0.3, "risk": 0.1, "debt": 0.2},
    ),
    StreamCard(
        "platform",
        "플랫폼 (속도·보안)",
        "Platform (speed and safety)",
        "taeho",
        "priya",
        teams=("data", "product"),
        purpose=(
            "나루가 언제 열어도 빠르고, 고객의 자료가 안전하게 지켜지게 합니다.",
            "Naru opens fast at any hour, and what customers keep in it is safe.",
        ),
        vision=(
            "월말에도 평일과 같은 속도로 열립니다.",
            "At the end of the month it opens as fast as on any other day.",
        ),
        targets={"feature": 0.2, "defect": 0.2, "risk": 0.3, "debt": 0.3},
    ),
)

#: Which owners have signed what: (stream, metric, part). The others are drafts.
SIGNED = (
    ("data", "flow_time", "business"),
    ("data", "flow_time", "technical"),
    ("data", "loop_time", "business"),
    ("data", "loop_time", "technical"),
    ("data", "flow_velocity", "technical"),
    ("product", "flow_time", "business"),
    ("product", "loop_time", "business"),
    ("product", "loop_time", "technical"),
)

#: What every stream calls its states, and which flow state each one is.
STATE_MAP = (
    {"stage": "접수", "state": "new"},
    {"stage": "진행 중", "state": "active"},
    {"stage": "고객 답 기다림", "state": "waiting", "waits_on": "customer"},
    {"stage": "다른 팀 기다림", "state": "waiting", "waits_on": "team"},
    {"stage": "외부 업체 기다림", "state": "waiting", "waits_on": "vendor"},
    {"stage": "다른 일 기다림", "state": "waiting", "waits_on": "item"},
    {"stage": "근거 기다림", "state": "waiting", "waits_on": "evidence"},
    {"stage": "완료", "state": "done"},
    {"stage": "그만둠", "state": "canceled"},
)
