-- What each tier runs on, how large it may be, and when a run of it counts as broken. Money is in
-- millionths of a US dollar.
create table model_routing (
  tier                         text             not null,
  model_id                     text             not null,
  gpu_type                     text             not null,
  vllm_args                    text             not null,
  min_agents                   integer          not null,
  default_agents               integer          not null,
  max_agents                   integer          not null,
  min_rounds                   integer          not null,
  default_rounds               integer          not null,
  max_rounds                   integer          not null,
  run_timeout_s                integer          not null,
  ready_timeout_s              integer          not null,
  report_timeout_s             integer          not null,
  stuck_after_s                integer          not null,
  min_rounds_per_minute        double precision not null,
  slow_window_s                integer          not null,
  slow_min_rounds              integer          not null,
  breaker_window_s             integer          not null,
  breaker_error_rate           double precision not null,
  breaker_min_calls            integer          not null,
  price_cap_micro_usd_per_hour bigint           not null,
  constraint model_routing_pkey primary key (tier),
  constraint model_routing_tier_check check (tier in ('small', 'medium', 'large')),
  constraint model_routing_agents_check
    check (0 < min_agents and min_agents <= default_agents and default_agents <= max_agents),
  constraint model_routing_rounds_check
    check (0 < min_rounds and min_rounds <= default_rounds and default_rounds <= max_rounds),
  constraint model_routing_times_check check (
    run_timeout_s > 0 and ready_timeout_s > 0 and report_timeout_s > 0 and stuck_after_s > 0
    and slow_window_s > 0 and breaker_window_s > 0
  ),
  constraint model_routing_rates_check check (
    min_rounds_per_minute > 0 and slow_min_rounds > 0 and breaker_min_calls > 0
    and breaker_error_rate > 0 and breaker_error_rate <= 1
  ),
  constraint model_routing_price_check check (price_cap_micro_usd_per_hour > 0)
);

insert into model_routing (
  tier, model_id, gpu_type, vllm_args,
  min_agents, default_agents, max_agents, min_rounds, default_rounds, max_rounds,
  run_timeout_s, ready_timeout_s, report_timeout_s, stuck_after_s,
  min_rounds_per_minute, slow_window_s, slow_min_rounds,
  breaker_window_s, breaker_error_rate, breaker_min_calls, price_cap_micro_usd_per_hour
)
select
  size.tier, 'Qwen/Qwen3-14B', 'NVIDIA L40S',
  '--max-model-len 16384 --enable-auto-tool-choice --tool-call-parser hermes',
  2, size.default_agents, size.max_agents, 1, size.default_rounds, size.max_rounds,
  size.run_timeout_s, 600, size.report_timeout_s, size.stuck_after_s,
  size.min_rounds_per_minute, 1200, 4,
  60, 0.7, 10, size.price_cap
from (
  values
    ('small',  10, 50,    15,  30,  2700,  300, 300, 0.3, 3500000),
    ('medium', 20, 500,   100, 150, 18000, 600, 600, 0.3, 4000000),
    ('large',  35, 10000, 200, 300, 43200, 900, 900, 0.4, 8000000)
) as size (
  tier, default_agents, max_agents, default_rounds, max_rounds,
  run_timeout_s, report_timeout_s, stuck_after_s, min_rounds_per_minute, price_cap
);
