//! Plain data: accounts, keys, conversations, usage and money. No I/O.

mod api_key;
mod asked_again;
mod budget;
mod clock;
mod compact;
mod conversation;
mod conversation_change;
mod conversation_frame;
mod conversation_texts;
mod cost;
pub mod document;
mod fields;
mod id;
mod labels;
mod message;
mod model_name;
mod moment;
mod portability;
mod secret_text;
mod settings;
mod text;
mod text_piece;
mod turn;
mod usage;
mod user;
mod user_change;

pub use api_key::{ApiKey, KeyFormat, SealedKey};
pub use asked_again::{LastQuestion, ReplyPlace};
pub use budget::{Budget, Period};
pub use clock::{Clock, FixedClock, SystemClock};
pub use compact::compacted;
pub use conversation::{
    Conversation, ConversationHead, ConversationSummary, replies_in, visit_messages,
};
pub use conversation_change::ConversationChange;
pub(crate) use conversation_change::UPDATED;
pub use conversation_frame::ConversationFrame;
pub use conversation_texts::WantedWords;
pub use cost::{Cost, CostSum, RecordedCost};
pub use document::{Document, Malformed};
pub(crate) use fields::Fields;
pub use id::{ConversationId, InvalidId, ProviderName, UserId};
pub use labels::{TagChange, is_same_tag};
pub use message::{Message, MessageText, ReplacedReply, Role};
pub use model_name::{is_model, is_same_name};
pub use moment::{Moment, app_timestamp, as_rfc3339, rfc3339};
pub use portability::{Unportable, unportable_in};
pub use secret_text::SecretText;
pub use settings::StoreSettings;
pub(crate) use text::{LossyText, from_wtf8, lossy_option};
pub(crate) use text_piece::{PieceJoiner, TextPiece};
pub use turn::{NewConversation, NewMessage, ReplyFacts, Turn};
pub use usage::{ReplyUsage, Totals, Usage, UsageDetails};
pub use user::{AuthType, NewUser, User};
pub use user_change::{BudgetChange, UserChange};
