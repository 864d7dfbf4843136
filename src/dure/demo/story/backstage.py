"""Work no customer asked for: risks, debts and features that keep the house standing."""

from dure.demo.script import added, canceled, finished, started, thread, waiting

THREADS = (
    thread(
        "backstage-backup", "",
        added(58, "14:00", "priya", stream="platform", kind="risk", title="Try to restore last night's backup, for real", team="platform"),
        started(56, "14:00", "priya"),
        finished(53, "16:00", "priya"),
    ),
    thread(
        "backstage-orders", "",
        added(58, "10:00", "daeun", stream="product", kind="debt", title="주문 화면의 옛 코드 걷어 내기", team="product"),
        started(57, "10:00", "daeun"),
        finished(49, "15:00", "daeun"),
    ),
    thread(
        "backstage-welcome", "",
        added(57, "13:00", "daeun", stream="product", kind="feature", title="첫 로그인 안내 세 걸음", team="product"),
        started(55, "10:00", "daeun"),
        finished(48, "14:00", "daeun"),
    ),
    thread(
        "backstage-pipeline", "",
        added(48, "11:00", "yujin", stream="data", kind="debt", title="밤마다 손으로 다시 돌리는 적재 일 없애기", team="data"),
        waiting(48, "11:10", "yujin", on="team", why="고객 일이 끊이지 않아 시작하지 못함"),
    ),
    thread(
        "backstage-library", "",
        added(40, "14:00", "priya", stream="platform", kind="debt", title="Replace the sign-in library that nobody maintains", team="platform"),
        started(34, "14:00", "priya"),
        waiting(33, "14:30", "priya", on="item", item="mir-signon", why="Same code, after the bank is through"),
        started(24, "13:30", "priya"),
        finished(17, "16:00", "priya"),
    ),
    thread(
        "backstage-checks", "",
        added(30, "11:00", "yujin", stream="data", kind="risk", title="숫자가 이상하면 고객보다 먼저 알아채기", team="data"),
        waiting(30, "11:10", "yujin", on="team", why="고객 일이 끊이지 않아 시작하지 못함"),
    ),
    thread(
        "backstage-colours", "",
        added(26, "13:00", "daeun", stream="product", kind="feature", title="색을 구별하기 어려운 분을 위한 그래프", team="product"),
        started(18, "10:00", "daeun"),
        finished(10, "15:00", "daeun"),
    ),
    thread(
        "backstage-theme", "",
        added(22, "13:00", "daeun", stream="product", kind="feature", title="계절마다 바뀌는 배경", team="product"),
        canceled(14, "16:00", "daeun", why="아무도 찾지 않았고, 갈무리한 화면마다 달라 보여 안내서가 어긋납니다."),
    ),
    thread(
        "backstage-wake", "",
        added(21, "14:00", "priya", stream="platform", kind="risk", title="Wake somebody when alerts lag two minutes", team="platform", also=("saebyeok-nightline",)),
        started(21, "14:10", "priya"),
        finished(20, "16:30", "priya"),
    ),
)
