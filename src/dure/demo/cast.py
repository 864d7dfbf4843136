"""The cast: who lives in the village. Every name, firm and address here is invented.

The village sells "Naru", a service that gathers orders, stock and deliveries in one place. Seven firms
and two teams of the house use it; nine coworkers look after them. Keys such as ``"jiwoo"`` are what the
story, the tests and the screenshots call people by. Days are counted in working days before today.
"""

from dure.demo.cards import (
    AccountCard,
    CalendarCard,
    CoworkerCard,
    LoginCard,
    PersonCard,
    TeamCard,
    Tie,
)
from dure.demo.streams import STATE_MAP as STATE_MAP
from dure.demo.streams import STREAMS as STREAMS
from dure.facts.roles import Role

SOURCE = "village"

#: Opens the demo logins below, and nothing else: they exist only where somebody tells the village.
DEMO_PASSWORD = "dure-village"  # noqa: S105

CALENDARS = (
    CalendarCard("seoul", "서울 · 평일 9–18시", "Asia/Seoul", "KR", ("09:00", "18:00")),
    CalendarCard("bengaluru", "Bengaluru · weekdays 10–19", "Asia/Kolkata", "IN", ("10:00", "19:00")),
)

TEAMS = (
    TeamCard(
        "operation",
        "CX",
        "고객이 나루로 일을 잘 해내도록 처음부터 끝까지 곁에서 돕습니다.",
        is_front_line=True,
        once="Operation",
        renamed_days=42,
    ),
    TeamCard(
        "support",
        "고객지원",
        "들어온 문의에 가장 먼저 답하고, 답할 수 있는 팀을 찾아 줍니다.",
        is_front_line=True,
    ),
    TeamCard("sales", "영업", "나루가 필요한 회사를 찾고, 계약과 갱신을 챙깁니다.", is_front_line=True),
    TeamCard("product", "제품", "무엇을 왜 만들지 정하고, 나온 것이 쓸 만한지 확인합니다."),
    TeamCard("platform", "Platform", "Builds Naru and keeps it fast, safe and awake.", calendar="bengaluru"),
    TeamCard("data", "데이터", "고객이 보는 숫자가 맞는지 책임지고, 보고서와 연동을 만듭니다."),
    TeamCard("finance", "재무", "청구와 입금을 맞추고, 회사의 돈을 책임집니다."),
)

COWORKERS = (
    CoworkerCard("sera", "문세라", "Head of CX", "operation", Role.ADMIN),
    CoworkerCard("taeho", "강태호", "Operations Lead", "operation", Role.LEAD),
    CoworkerCard("jiwoo", "한지우", "Customer Success Manager", "operation", Role.MEMBER),
    CoworkerCard("subin", "오수빈", "Support Specialist", "support", Role.MEMBER),
    CoworkerCard("minjae", "서민재", "Account Manager", "sales", Role.MEMBER),
    CoworkerCard(
        "daniel",
        "Daniel Okafor",
        "Account Development Representative",
        "sales",
        Role.MEMBER,
        language="en",
        zone="Europe/London",
        is_remote=True,
    ),
    CoworkerCard("daeun", "정다은", "Product Manager", "product", Role.MEMBER),
    CoworkerCard(
        "priya",
        "Priya Raman",
        "Platform Developer",
        "platform",
        Role.MEMBER,
        language="en",
        zone="Asia/Kolkata",
        is_remote=True,
    ),
    CoworkerCard("yujin", "배유진", "Data Engineer", "data", Role.MEMBER),
)

ACCOUNTS = (
    AccountCard("hanul", "한울상사", "mid_market", "distribution", "KR", "jiwoo", 48_000_000, "KRW", 820, 75),
    AccountCard("mir", "미르은행", "enterprise", "banking", "KR", "minjae", 320_000_000, "KRW", 1_460, 190),
    AccountCard("saebyeok", "새벽마켓", "growth", "ecommerce", "KR", "jiwoo", 96_000_000, "KRW", 410, 38),
    AccountCard("ondam", "온담병원", "public", "health", "KR", "jiwoo", 72_000_000, "KRW", 610, 120),
    AccountCard(
        "nordlicht",
        "Nordlicht Energie GmbH",
        "enterprise",
        "energy",
        "DE",
        "daniel",
        21_000_000,
        "EUR",
        540,
        155,
    ),
    AccountCard(
        "kestrel",
        "Kestrel Freight Inc.",
        "mid_market",
        "logistics",
        "US",
        "daniel",
        8_800_000,
        "USD",
        300,
        61,
    ),
    AccountCard(
        "aoba", "Aoba Precision K.K.", "growth", "manufacturing", "JP", "minjae", 14_500_000, "JPY", 130, 235
    ),
    AccountCard(
        "our_finance",
        "재무팀 (사내)",
        "internal",
        "inside",
        "KR",
        "taeho",
        None,
        "",
        900,
        None,
        side="coworker",
        team="finance",
    ),
    AccountCard(
        "our_sales",
        "영업팀 (사내)",
        "internal",
        "inside",
        "KR",
        "taeho",
        None,
        "",
        900,
        None,
        side="coworker",
        team="sales",
    ),
)

PEOPLE = (
    PersonCard("yoon", "윤상철", (Tie("hanul", "employee", "물류관리부장"), Tie("hanul", "champion", ""))),
    PersonCard("haneul", "조하늘", (Tie("hanul", "employee", "재고 담당 대리"),)),
    PersonCard("kwon", "권도형", (Tie("mir", "employee", "정보보호부 차장"),)),
    PersonCard("nayeon", "임나연", (Tie("mir", "employee", "디지털운영부 과장"), Tie("mir", "champion", ""))),
    PersonCard("jihoon", "고지훈", (Tie("saebyeok", "employee", "운영총괄"),)),
    PersonCard(
        "seunga",
        "백승아",
        (
            Tie("ondam", "employee", "원무기획팀장", to_days=36),
            Tie("ondam", "champion", "", to_days=36),
            Tie("saebyeok", "employee", "고객경험 리드", from_days=28),
        ),
    ),
    PersonCard("eunsuk", "표은숙", (Tie("ondam", "employee", "원무과장"),)),
    PersonCard("taemin", "남태민", (Tie("ondam", "employee", "전산실 주임"),)),
    PersonCard(
        "katrin",
        "Katrin Vogel",
        (Tie("nordlicht", "employee", "Head of Metering Operations"), Tie("nordlicht", "champion", "")),
        language="en",
        zone="Europe/Berlin",
    ),
    PersonCard(
        "jonas",
        "Jonas Brandt",
        (Tie("nordlicht", "employee", "Data Analyst"),),
        language="en",
        zone="Europe/Berlin",
    ),
    PersonCard(
        "marcus",
        "Marcus Hale",
        (Tie("kestrel", "employee", "VP Operations"),),
        language="en",
        zone="America/Chicago",
    ),
    PersonCard(
        "lucia",
        "Lucía Ferrer",
        (Tie("kestrel", "employee", "Integration Engineer"),),
        language="en",
        zone="America/Chicago",
        is_remote=True,
    ),
    PersonCard(
        "haruka",
        "Haruka Mori",
        (Tie("aoba", "employee", "Production Planning"),),
        language="en",
        zone="Asia/Tokyo",
    ),
    PersonCard(
        "yumin",
        "Yumin Seo",
        (
            Tie("aoba", "partner", "Rollout Consultant", from_days=58),
            Tie("team:operation", "contractor", "Onboarding Partner"),
        ),
        language="en",
        zone="Asia/Tokyo",
        is_remote=True,
    ),
    PersonCard(
        "eunchae",
        "노은채",
        (Tie("our_finance", "employee", "정산 담당"), Tie("team:finance", "employee", "정산 담당")),
        side="coworker",
    ),
    PersonCard(
        "byeongho",
        "도병호",
        (Tie("our_finance", "employee", "재무팀장"), Tie("team:finance", "employee", "재무팀장")),
        side="coworker",
    ),
    PersonCard(
        "gaeun",
        "신가은",
        (Tie("our_sales", "employee", "영업기획"), Tie("team:sales", "employee", "영업기획")),
        side="coworker",
    ),
)

LOGINS = (
    LoginCard("sera", "sera", Role.ADMIN),
    LoginCard("taeho", "taeho", Role.LEAD),
    LoginCard("jiwoo", "jiwoo", Role.MEMBER),
    LoginCard("eunchae", "eunchae", Role.VIEWER),
)
