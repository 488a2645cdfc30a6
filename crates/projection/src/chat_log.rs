//! `chat_log`: a row for every action that was taken or refused, and for every decided turn without one.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use simswarm_engine::AgentId;
use simswarm_engine::action::{Action, Economic, Outcome, Vote};
use simswarm_engine::event::Side;

use super::history::{Act, Deed, History, Post, Trade};

/// One row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row<'a> {
    pub round_num: u32,
    pub agent_id: &'a str,
    pub agent: AgentId,
    pub agent_name: &'a str,
    pub action_type: &'static str,
    pub platform: &'static str,
    pub action_args: Value,
    pub action_result: Option<Value>,
    /// Always null: a log counts rounds, not time. The field was always there.
    pub timestamp: (),
    pub success: bool,
    /// The event that says so: `e345`.
    pub event: String,
}

/// What a row says of one action.
struct Told {
    kind: &'static str,
    platform: &'static str,
    args: Value,
    result: Option<Value>,
    success: bool,
}

const SOCIAL: &str = "social";
const MARKET: &str = "market";
const ECONOMIC: &str = "economic";

/// All rows, in the log's order. Each is made when it is written: together they would be many times the log.
#[derive(Debug, Clone, Copy)]
pub struct ChatLog<'a>(pub &'a History);

impl Serialize for ChatLog<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.acts.iter().map(|act| row(self.0, act)))
    }
}

fn row<'a>(history: &'a History, act: &Act) -> Row<'a> {
    let persona = &history.agent(act.agent).persona;
    let told = tell(history, act);
    Row {
        round_num: act.round,
        agent_id: &persona.slug,
        agent: act.agent,
        agent_name: &persona.name,
        action_type: told.kind,
        platform: told.platform,
        action_args: told.args,
        action_result: told.result,
        timestamp: (),
        success: told.success,
        event: format!("e{}", act.seq),
    }
}

fn tell(history: &History, act: &Act) -> Told {
    match &act.deed {
        Deed::Wrote(id) => wrote(history.post(*id), json!({ "post_id": id })),
        Deed::Traded(place) => traded(&history.trades[*place as usize]),
        Deed::Voted { post, vote } => {
            let args = json!({ "post_id": post, "value": value_of(*vote) });
            done("vote", SOCIAL, args, Some(json!({ "post_id": post })))
        }
        Deed::Reposted(post) => {
            let args = json!({ "post_id": post });
            done("repost", SOCIAL, args.clone(), Some(args))
        }
        Deed::Followed(agent) => done("follow", SOCIAL, whom(history, *agent), None),
        Deed::Unfollowed(agent) => done("unfollow", SOCIAL, whom(history, *agent), None),
        Deed::Commented { market, text } => {
            let args = json!({ "market_id": market, "text": text });
            done("comment_on_market", MARKET, args, None)
        }
        Deed::Managed(action) => {
            let (kind, platform, args) = economic(action);
            done(kind, platform, args, None)
        }
        Deed::Rejected { action, reason } => rejected(history, action, reason),
        Deed::Nothing => done("do_nothing", SOCIAL, Value::Object(Map::new()), None),
    }
}

fn done(kind: &'static str, platform: &'static str, args: Value, result: Option<Value>) -> Told {
    Told { kind, platform, args, result, success: true }
}

fn wrote(post: &Post, result: Value) -> Told {
    match post.parent {
        Some(parent) => {
            let args = json!({ "post_id": parent, "text": post.text });
            done("reply", SOCIAL, args, Some(result))
        }
        None => done("create_post", SOCIAL, json!({ "text": post.text }), Some(result)),
    }
}

fn traded(trade: &Trade) -> Told {
    let Trade { market, outcome, shares, cost, price_before, price_after, .. } = *trade;
    let result = json!({
        "side": trade.side, "market_id": market, "outcome": outcome, "shares": shares,
        "cost": cost, "price": price_after, "price_before": price_before, "round": trade.round,
    });
    match trade.side {
        Side::Buy => {
            done("buy_shares", MARKET, stake(market, outcome, "amount", cost), Some(result))
        }
        Side::Sell => {
            done("sell_shares", MARKET, stake(market, outcome, "shares", shares), Some(result))
        }
    }
}

fn stake(market: simswarm_engine::MarketId, outcome: Outcome, unit: &str, quantity: f64) -> Value {
    json!({ "market_id": market, "outcome": outcome, unit: quantity })
}

/// A follow's target: the slug where the agent is known, its short id beside it.
fn whom(history: &History, agent: AgentId) -> Value {
    let slug = history.agents.get(agent.index()).map(|known| known.persona.slug.as_str());
    json!({ "agent_id": slug, "agent": agent })
}

fn value_of(vote: Vote) -> i32 {
    match vote {
        Vote::Up => 1,
        Vote::Down => -1,
    }
}

fn rejected(history: &History, action: &Action, reason: &str) -> Told {
    let (kind, platform, args) = match action {
        Action::CreatePost { text, .. } => ("create_post", SOCIAL, json!({ "text": text })),
        Action::Reply { post, text, .. } => {
            ("reply", SOCIAL, json!({ "post_id": post, "text": text }))
        }
        Action::Vote { post, vote } => {
            ("vote", SOCIAL, json!({ "post_id": post, "value": value_of(*vote) }))
        }
        Action::Repost { post } => ("repost", SOCIAL, json!({ "post_id": post })),
        Action::Follow { agent } => ("follow", SOCIAL, whom(history, *agent)),
        Action::Unfollow { agent } => ("unfollow", SOCIAL, whom(history, *agent)),
        Action::BuyShares { market, outcome, amount } => {
            ("buy_shares", MARKET, stake(*market, *outcome, "amount", *amount))
        }
        Action::SellShares { market, outcome, shares } => {
            ("sell_shares", MARKET, stake(*market, *outcome, "shares", *shares))
        }
        Action::CommentOnMarket { market, text } => {
            ("comment_on_market", MARKET, json!({ "market_id": market, "text": text }))
        }
        Action::Economic(action) => economic(action),
    };
    let result = Some(json!({ "error": reason }));
    Told { kind, platform, args, result, success: false }
}

fn economic(action: &Economic) -> (&'static str, &'static str, Value) {
    match action {
        Economic::SetPrice { price } => ("set_price", ECONOMIC, json!({ "price": price })),
        Economic::Hire { count } => ("hire", ECONOMIC, json!({ "count": count })),
        Economic::Fire { count } => ("fire", ECONOMIC, json!({ "count": count })),
        Economic::Invest { amount } => ("invest", ECONOMIC, json!({ "amount": amount })),
        Economic::ApplyPolicy { policy, value } => {
            ("apply_policy", ECONOMIC, json!({ "policy": policy, "value": value }))
        }
    }
}
