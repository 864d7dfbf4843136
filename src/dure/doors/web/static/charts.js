// Draws the charts of a page. ECharts is fetched only where there is one; the table below stays the chart's equal.
(() => {
  const korean = document.documentElement.lang === "ko";
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const load = (src) =>
    new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = src;
      script.onload = done;
      script.onerror = fail;
      document.head.append(script);
    });

  // Units as in dure.kit.wording, shortened for an axis.
  const UNITS = { days: korean ? "일" : " d", hours: korean ? "시간" : " h", points: korean ? "점" : "" };
  const words = (value, unit) => {
    if (value == null) return "–";
    const digits = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
    return unit === "share" ? `${digits.format(value * 100)}%` : digits.format(value) + (UNITS[unit] ?? "");
  };

  const option = (drawing) => {
    const axes = [
      { type: "category", data: drawing.labels, inverse: drawing.flat, axisLabel: { color: colour("--dure-ink-soft"), hideOverlap: true }, axisTick: { show: false } },
      { type: "value", splitLine: { lineStyle: { color: colour("--dure-line") } }, axisLabel: { color: colour("--dure-ink-soft"), formatter: (value) => words(value, drawing.unit) } },
    ];
    const text = { color: colour("--dure-ink"), fontFamily: getComputedStyle(document.body).fontFamily };
    return {
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      color: [1, 2, 3, 4, 5, 6].map((n) => colour(`--dure-chart-${n}`)),
      textStyle: text,
      aria: { enabled: true, label: { description: drawing.says }, decal: { show: drawing.series.length > 1 } },
      grid: { left: 8, right: drawing.marks.length ? 56 : 16, top: drawing.series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
      legend: { show: drawing.series.length > 1, data: drawing.series.map((one) => one.name), right: 0, top: 0, textStyle: text, itemGap: 16 },
      tooltip: {
        trigger: "axis",
        axisPointer: { type: drawing.kind === "bar" ? "shadow" : "line" },
        valueFormatter: (value) => words(value, drawing.unit),
        backgroundColor: colour("--dure-paper"),
        borderColor: colour("--dure-line"),
        textStyle: text,
        confine: true,
      },
      xAxis: drawing.flat ? axes[1] : axes[0],
      yAxis: drawing.flat ? axes[0] : axes[1],
      series: [...drawing.series.map((one, i) => ({
        name: one.name,
        type: drawing.kind,
        data: one.values,
        stack: drawing.stacked ? "all" : undefined,
        areaStyle: drawing.kind === "line" && drawing.stacked ? { opacity: 0.35 } : undefined,
        symbolSize: 7,
        barMaxWidth: 36,
        connectNulls: false, // missing is not zero, and not the mean of its neighbours
        cursor: one.hrefs.length ? "pointer" : "default",
        markLine: i || !drawing.marks.length ? undefined : {
          symbol: "none",
          label: { color: colour("--dure-ink"), formatter: "{b}", position: "end" },
          data: drawing.marks.map(([name, value]) => ({ name, [drawing.flat ? "xAxis" : "yAxis"]: value })),
        },
      })),
      // What is usual, as thin lines: the mean dashed, the limits dotted. Their figures stand in the sentence above.
      ...drawing.usual.map(([name, values], i) => ({
        name,
        type: "line",
        data: values,
        silent: true,
        symbol: "none",
        lineStyle: { width: 1.5, type: i === 1 ? "dashed" : "dotted", color: colour("--dure-ink-soft") },
        itemStyle: { color: colour("--dure-ink-soft") },
      }))],
    };
  };

  const draw = (place) => {
    const drawing = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    echarts.getInstanceByDom(place)?.dispose();
    if (drawing.flat) place.style.height = `${(drawing.series.length > 1 ? 76 : 52) + 32 * drawing.labels.length}px`;
    const chart = echarts.init(place, null, { renderer: "svg", locale: korean ? "KO" : "EN" });
        chart.setOption(option(drawing));
    place.setAttribute("role", "img");
    chart.on("click", (point) => {
      const href = drawing.series[point.seriesIndex]?.hrefs[point.dataIndex];
      if (href) location.assign(href);
    });
  };

  const drawAll = async () => {
    const places = [...document.querySelectorAll("[data-chart]")];
    if (!places.length) return;
    if (!window.echarts) await load(places[0].dataset.echarts);
    if (korean) await load(places[0].dataset.korean);
    places.forEach(draw);
  };
  addEventListener("resize", () => window.echarts && document.querySelectorAll("[data-chart]").forEach((place) => echarts.getInstanceByDom(place)?.resize()));
  document.addEventListener("dure:theme", () => window.echarts && drawAll());
  document.addEventListener("htmx:after:swap", (event) => event.target.querySelector?.("[data-chart]") && drawAll());
  drawAll();
})();
