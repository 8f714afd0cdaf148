//! Plain data: accounts, keys, conversations, usage and money. No I/O.

mod api_key;
mod budget;
mod clock;
mod compact;
mod conversation;
mod cost;
pub mod document;
mod fields;
mod id;
mod moment;
mod portability;
mod secret_text;
mod settings;
mod text;
mod turn;
mod usage;
mod user;
mod user_change;

pub use api_key::{ApiKey, KeyFormat, SealedKey};
pub use budget::{Budget, Period};
pub use clock::{Clock, FixedClock, SystemClock};
pub use compact::compacted;
pub use conversation::{Conversation, ConversationSummary, Message, Role, replies_in};
pub use cost::{Cost, CostSum, RecordedCost};
pub use document::{Document, Malformed};
pub(crate) use fields::Fields;
pub use id::{ConversationId, InvalidId, ProviderName, UserId};
pub use moment::{Moment, app_timestamp, as_rfc3339, rfc3339};
pub use portability::{Unportable, unportable_in};
pub use secret_text::SecretText;
pub use settings::StoreSettings;
pub(crate) use text::{LossyText, lossy_option};
pub use turn::{NewConversation, NewMessage, ReplyFacts, Turn};
pub use usage::{ReplyUsage, Totals, Usage, UsageDetails};
pub use user::{AuthType, NewUser, User};
pub use user_change::{BudgetChange, UserChange};
