//! One call, understood as an action.

use simswarm_engine::action::{Action, Economic, Refused};

use super::fields::Fields;
use super::known::Known;
use super::raw::{Call, shown_name};
use crate::mind::model::form::{self, DO_NOTHING};

/// What a call asks for.
pub(super) enum Deed {
    Act(Action),
    Pass,
}

/// The deed, or what is wrong with it.
pub(super) fn read(call: &Call, known: &Known) -> Result<Deed, Refused> {
    let tool = call.tool.trim().to_lowercase().replace(['-', ' '], "_");
    let fields = Fields { map: &call.fields, known };
    deed(&tool, &fields).map_err(|reason| Refused { action: shown_name(&tool), reason })
}

fn deed(tool: &str, fields: &Fields<'_>) -> Result<Deed, String> {
    let action = match tool {
        DO_NOTHING => return Ok(Deed::Pass),
        "create_post" | "post" => {
            Action::CreatePost { text: fields.text()?, stances: fields.stances()? }
        }
        "reply" => {
            Action::Reply { post: fields.post()?, text: fields.text()?, stances: fields.stances()? }
        }
        "vote" => Action::Vote { post: fields.post()?, vote: fields.vote()? },
        "repost" => Action::Repost { post: fields.post()? },
        "follow" => Action::Follow { agent: fields.agent()? },
        "unfollow" => Action::Unfollow { agent: fields.agent()? },
        "buy_shares" => Action::BuyShares {
            market: fields.market()?,
            outcome: fields.outcome()?,
            amount: fields.number("amount")?,
        },
        "sell_shares" => Action::SellShares {
            market: fields.market()?,
            outcome: fields.outcome()?,
            shares: fields.number("shares")?,
        },
        "comment_on_market" => {
            Action::CommentOnMarket { market: fields.market()?, text: fields.text()? }
        }
        "set_price" => Action::Economic(Economic::SetPrice { price: fields.number("price")? }),
        "hire" => Action::Economic(Economic::Hire { count: fields.count("count")? }),
        "fire" => Action::Economic(Economic::Fire { count: fields.count("count")? }),
        "invest" => Action::Economic(Economic::Invest { amount: fields.number("amount")? }),
        "apply_policy" => Action::Economic(Economic::ApplyPolicy {
            policy: fields.policy()?,
            value: fields.number("value")?,
        }),
        _ => {
            let names = form::names(fields.known.economy).join(", ");
            return Err(format!("there is no such tool; there are {names}"));
        }
    };
    Ok(Deed::Act(action))
}
