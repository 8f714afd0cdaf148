//! Who talks about what in the demo.

use std::ops::Range;

/// Someone with an account.
pub(super) struct Person {
    pub(super) email: &'static str,
    pub(super) name: &'static str,
    /// How long before the first conversations the account was made.
    pub(super) days_before: i64,
    /// How many conversations there are.
    pub(super) conversations: usize,
    /// Which of [`MODELS`] are used.
    pub(super) models: Range<usize>,
}

pub(super) const PEOPLE: &[Person] = &[
    Person {
        email: "amara@example.com",
        name: "Amara Okafor",
        days_before: 40,
        conversations: 17,
        models: 0..6,
    },
    Person {
        email: "bruno@example.com",
        name: "Bruno Keller",
        days_before: 33,
        conversations: 13,
        models: 2..4,
    },
    Person {
        email: "chiyo@example.com",
        name: "Chiyo Tanaka 千代",
        days_before: 21,
        conversations: 11,
        models: 4..6,
    },
    Person {
        email: "dalia@example.com",
        name: "Dalia Haddad",
        days_before: 14,
        conversations: 9,
        models: 0..4,
    },
    Person {
        email: "emil@example.com",
        name: "Emil Sørensen",
        days_before: 9,
        conversations: 7,
        models: 0..2,
    },
    Person {
        email: "farah@example.com",
        name: "Farah Aziz",
        days_before: 2,
        conversations: 3,
        models: 1..5,
    },
];

/// Providers and models; the price table knows them all.
pub(super) const MODELS: &[(&str, &str)] = &[
    ("openai", "gpt-5.6-terra"),
    ("openai", "gpt-5.4-mini"),
    ("anthropic", "claude-sonnet-4-6"),
    ("anthropic", "claude-haiku-4-5"),
    ("google", "gemini-2.5-pro"),
    ("google", "gemini-2.5-flash"),
];

/// What a conversation is about: questions with their answers.
pub(super) struct Topic {
    pub(super) exchanges: &'static [(&'static str, &'static str)],
}

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        exchanges: &[
            (
                "How do I find out which process keeps port 8080 busy?",
                "On Linux `ss -ltnp 'sport = :8080'` lists it with its process id; on macOS `lsof -nP -iTCP:8080 -sTCP:LISTEN` \
                 does. Both show processes of other users only to root.",
            ),
            (
                "And how do I stop it cleanly?",
                "Send SIGTERM first: `kill PID`. A well-behaved server finishes its open requests and exits. Only if it is \
                 still there after a while, use `kill -9 PID`, which gives it no chance to clean up.",
            ),
        ],
    },
    Topic {
        exchanges: &[(
            "Write a short, friendly reminder that timesheets are due on Friday.",
            "Hello everyone,\n\na small reminder: please hand in your timesheets by Friday noon, so that payroll can close the \
             month on time. Thank you!\n\nIf something keeps you from it, tell me before Thursday and we will find a way.",
        )],
    },
    Topic {
        exchanges: &[
            (
                "What is the difference between a mutex and a semaphore?",
                "A mutex has one owner: whoever locked it must unlock it. A semaphore counts permits, and anyone may give one \
                 back. Use a mutex to protect data, a semaphore to limit how many may do something at once.",
            ),
            (
                "Show me the mutex in Rust.",
                "```rust\nuse std::sync::Mutex;\n\nlet counter = Mutex::new(0);\n*counter.lock().unwrap() += 1;\n```\nThe data \
                 lives inside the mutex, so it cannot be reached without the lock.",
            ),
            (
                "What if a thread panics while it holds the lock?",
                "The mutex is then poisoned: later calls of `lock` return an error that still holds the guard. You decide \
                 whether the data can be trusted, and take it with `into_inner` if so.",
            ),
        ],
    },
    Topic {
        exchanges: &[(
            "Summarise the pros and cons of a four-day week for a support team.",
            "For: people rest more, stay longer, and apply more readily. Against: opening hours need a rota, handovers \
             multiply, and a sick colleague is felt at once. Try it for a quarter with two overlapping shifts and measure \
             response times.",
        )],
    },
    Topic {
        exchanges: &[
            (
                "Translate to Japanese, politely: We will call you back tomorrow.",
                "明日、こちらから折り返しお電話いたします。",
            ),
            (
                "How is that read?",
                "Asu, kochira kara orikaeshi o-denwa itashimasu.",
            ),
        ],
    },
    Topic {
        exchanges: &[
            (
                "Our nightly backup takes six hours. Where do I look first?",
                "Look at what limits it: watch CPU, disk and network while it runs. One busy core means compression is the \
                 limit, and a faster method or more threads helps. A busy disk with an idle CPU means many small files; a \
                 snapshot of the volume may be quicker.",
            ),
            (
                "It is one busy core.",
                "Then compress in parallel, or with less effort: the step from level 9 to level 6 often costs a percent of \
                 size and saves half of the time.",
            ),
        ],
    },
    Topic {
        exchanges: &[(
            "Give me three names for an internal newsletter about data quality.",
            "1. The Clean Row\n2. Null and Void\n3. Signal",
        )],
    },
    Topic {
        exchanges: &[
            (
                "Why does 0.1 + 0.2 not equal 0.3?",
                "Binary fractions cannot hold a tenth exactly, just as decimal ones cannot hold a third. The small errors add \
                 up to 0.30000000000000004. For money, count in decimal.",
            ),
            (
                "Is rounding at the end enough?",
                "For a few sums, mostly. Over a million of them errors can reach a cent, and then two reports disagree. \
                 Decimal numbers do not have the problem to begin with.",
            ),
        ],
    },
];
