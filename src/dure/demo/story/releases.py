"""What went out together, every second week or so."""

from dure.demo.script import shipped, thread

THREADS = (
    thread(
        "release-8-4", "",
        shipped(47, "16:00", "daeun", name="나루 8.4", stream="product", items=("backstage-orders", "backstage-welcome"),
                notes="처음 들어오신 분께 세 걸음 안내가 나옵니다. 주문 화면이 조금 빨라졌습니다."),
    ),
    thread(
        "release-8-5", "",
        shipped(33, "16:00", "daeun", name="나루 8.5", stream="product", items=("saebyeok-alerts", "mir-mask", "aoba-labels"),
                notes="주문 알림이 바로 울립니다. 고객 이름이 가려져 보입니다. 영어로 쓰실 때 한국어 단추가 남지 않습니다."),
    ),
    thread(
        "release-8-6", "",
        shipped(19, "16:00", "daeun", name="나루 8.6", stream="product", items=("saebyeok-alerts", "ondam-print", "sales-renewals"),
                notes="주문이 몰려도 알림이 밀리지 않습니다. 접수 현황이 A4 한 장에 인쇄됩니다. 고객별 약속을 한 화면에서 봅니다."),
    ),
    thread(
        "release-8-7", "",
        shipped(5, "16:00", "daeun", name="나루 8.7", stream="product", items=("saebyeok-coupon", "aoba-lots", "backstage-colours"),
                notes="쿠폰 쓴 주문만 볼 수 있습니다. 계획에 로트 번호가 보입니다. 그래프의 색을 바꿀 수 있습니다."),
    ),
)
