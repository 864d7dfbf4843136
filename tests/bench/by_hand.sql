-- What a careful analyst would write for the same numbers over the same files: one pass to spans, one to
-- items, one to owner paths, then each table. $files, $start, $end and $now are set by bench_numbers.py.
CREATE TEMP TABLE spans AS
SELECT case_id, seq, stream, stage, state, waits_on, asked, kind, team, side, segment, ts AS start_ts,
       lead(ts) OVER w AS end_ts, lag(state) OVER w AS state_before, lag(team) OVER w AS team_before
FROM read_parquet($files) WHERE thing = 'work' AND recorded_ts <= $now
WINDOW w AS (PARTITION BY case_id ORDER BY ts, seq);

CREATE TEMP TABLE items AS
WITH cases AS (
  SELECT case_id, min(start_ts) AS first_ts,
         min(start_ts) FILTER (state IN ('active', 'waiting')) AS start_ts,
         max(start_ts) FILTER (state = 'done' AND state_before IS DISTINCT FROM 'done') AS done_ts,
         count(*) FILTER (state = 'done' AND state_before IS DISTINCT FROM 'done') AS n_done,
         sum(epoch_us(end_ts) - epoch_us(start_ts)) FILTER (state = 'active') / 86400e6 AS active_days,
         sum(epoch_us(end_ts) - epoch_us(start_ts)) FILTER (state = 'waiting') / 86400e6 AS waiting_days,
         max(state) FILTER (end_ts IS NULL) AS state, max(stream) FILTER (end_ts IS NULL) AS stream,
         max(kind) FILTER (end_ts IS NULL) AS kind, max(team) FILTER (end_ts IS NULL) AS team,
         max(side) FILTER (end_ts IS NULL) AS side, max(segment) FILTER (end_ts IS NULL) AS segment
  FROM spans GROUP BY case_id)
SELECT * REPLACE (CASE WHEN state = 'done' THEN done_ts END AS done_ts),
       coalesce(active_days, 0) + coalesce(waiting_days, 0) AS flow_days,
       strftime(date_trunc('week', done_ts AT TIME ZONE 'Asia/Seoul'), '%G-W%V') AS week
FROM cases;

CREATE TEMP TABLE paths AS
WITH came AS (
  SELECT case_id, team, seq, start_ts FROM spans WHERE team IS NOT NULL AND team IS DISTINCT FROM team_before),
apart AS (
  SELECT *, lag(team) OVER (PARTITION BY case_id ORDER BY start_ts, seq) AS before FROM came),
owners AS (
  SELECT case_id, team, lag(team, 2) OVER (PARTITION BY case_id ORDER BY start_ts, seq) AS two_before
  FROM apart WHERE team IS DISTINCT FROM before)
SELECT case_id, count(*) AS n_owners, count(*) FILTER (team = two_before) AS n_returns FROM owners GROUP BY case_id;

-- velocity, distribution, debt, efficiency, flow times: by each cut
CREATE TEMP TABLE done_numbers AS
SELECT stream, kind, team, segment, side, week, grouping_id(kind, team, segment, side, week) AS cut,
       count(*) AS velocity, quantile_cont(flow_days, [0.5, 0.85]) AS flow_time,
       sum(active_days) / sum(flow_days) AS efficiency, avg((kind = 'debt')::int) AS debt,
       avg((kind = 'feature')::int) AS feature, avg((kind = 'defect')::int) AS defect, avg((kind = 'risk')::int) AS risk
FROM items WHERE done_ts >= $start AND done_ts < $end
GROUP BY GROUPING SETS ((stream), (stream, kind), (stream, team), (stream, segment), (stream, side), (stream, week));

-- handovers and ping-pong: by each cut
CREATE TEMP TABLE path_numbers AS
SELECT stream, kind, team, segment, side, week, grouping_id(kind, team, segment, side, week) AS cut,
       avg(n_owners - 1) AS handovers, stddev(n_owners - 1) AS spread,
       sum(n_returns) / sum(greatest(n_owners - 2, 0)) AS ping_pong
FROM items JOIN paths USING (case_id) WHERE done_ts >= $start AND done_ts < $end
GROUP BY GROUPING SETS ((stream), (stream, kind), (stream, team), (stream, segment), (stream, side), (stream, week));

-- load and age at the end, and the load at the end of each week
CREATE TEMP TABLE load_numbers AS
SELECT s.stream, s.kind, s.state, s.stage, s.team, grouping_id(s.kind, s.state, s.stage, s.team) AS cut,
       count(*) AS load, median(epoch_us($end) - epoch_us(i.start_ts)) / 86400e6 AS age
FROM spans s JOIN items i USING (case_id)
WHERE s.state IN ('active', 'waiting') AND s.start_ts <= $end AND (s.end_ts IS NULL OR s.end_ts > $end)
GROUP BY GROUPING SETS ((s.stream), (s.stream, s.kind), (s.stream, s.state), (s.stream, s.stage), (s.stream, s.team));

CREATE TEMP TABLE turns AS
SELECT stream, start_ts, CASE WHEN state IN ('active', 'waiting') THEN 1 ELSE -1 END AS change
FROM spans
WHERE (state IN ('active', 'waiting')) <> coalesce(state_before IN ('active', 'waiting'), false);

CREATE TEMP TABLE load_by_week AS
SELECT stream, week, sum(change) OVER (PARTITION BY stream ORDER BY week) AS load FROM (
  SELECT stream, date_trunc('week', start_ts AT TIME ZONE 'Asia/Seoul') AS week, sum(change) AS change
  FROM turns GROUP BY ALL);

-- where time goes, who waits without a question, and where queues grow
CREATE TEMP TABLE waiting_numbers AS
SELECT stream, stage, team, waits_on, asked,
       sum(epoch_us(least(coalesce(end_ts, $end), $end)) - epoch_us(greatest(start_ts, $start))) / 86400e6 AS days,
       count(*) FILTER (start_ts >= $start) AS n_begun, count(*) FILTER (end_ts < $end) AS n_ended
FROM spans WHERE state = 'waiting' AND start_ts < $end AND (end_ts IS NULL OR end_ts > $start)
GROUP BY ALL;

-- Little's law
CREATE TEMP TABLE law AS
SELECT stream, sum(epoch_us(least(coalesce(end_ts, $end), $end)) - epoch_us(greatest(start_ts, $start))) / 86400e6 AS days
FROM spans WHERE state IN ('active', 'waiting') AND start_ts < $end AND (end_ts IS NULL OR end_ts > $start)
GROUP BY stream;
