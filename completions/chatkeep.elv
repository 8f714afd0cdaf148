
use builtin;
use str;

set edit:completion:arg-completer[chatkeep] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'chatkeep'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'chatkeep'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand init 'Make a store, and an identity to encrypt its keys to'
            cand demo 'Make a sample store to try everything on, and show what to try'
            cand user 'Add, list, change, disable and remove accounts'
            cand key 'Set, list, show and remove API keys, and look after the identity that opens them'
            cand chat 'Ask a model, and look after the conversations'
            cand export 'Write conversations out, as json, jsonl or markdown'
            cand backup 'Make, list, verify, prove, check, prune and schedule backups of the whole store'
            cand restore 'Restore a store from a backup: everything, one user, or one conversation'
            cand stats 'Sum up tokens and cost, by user, provider, model, day or month'
            cand migrate 'Copy the store into another backend, JSON files, SQLite or PostgreSQL, and compare the two'
            cand doctor 'Examine the store: find damage, leftovers and wrong permissions, and mend what can be mended without loss'
            cand completions 'Print a script that completes commands and options in a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'chatkeep;init'= {
            cand --timezone 'The time zone in which days and months are counted, such as Europe/Berlin [default: the system''s]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --distributed 'Spread the store over the servers of a PostgreSQL database that has the extension Citus'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;demo'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;user'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand add 'Add an account that signs in with e-mail and password'
            cand list 'List all accounts'
            cand show 'Show an account, the providers it has keys for, and what it used'
            cand set 'Change the name, the address or the budget of an account'
            cand passwd 'Set a new password'
            cand verify 'Check a password; exit code 7 if it is wrong'
            cand disable 'Keep an account from signing in with its password, and from `chat`'
            cand enable 'Let a disabled account sign in again'
            cand remove 'Remove an account with its keys and conversations'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'chatkeep;user;add'= {
            cand --name 'The name to show [default: the address up to its @]'
            cand --password-file 'Read the password from a file [default: ask at the terminal]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --password-stdin 'Read the password from standard input, to its end [default: ask at the terminal]'
            cand --generate 'Make a password up, and print it once'
            cand --no-password 'Add the account without a password: nobody can sign in until one is set'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;user;list'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;user;show'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;user;set'= {
            cand --email 'The new e-mail address; kept in lower case [default: unchanged]'
            cand --name 'The new name [default: unchanged]'
            cand --budget 'The most that replies may cost in a day, week, month or year of the calendar, such as 20USD/month; `none` for no limit [default: unchanged]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;user;passwd'= {
            cand --password-file 'Read the password from a file [default: ask at the terminal]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --password-stdin 'Read the password from standard input, to its end [default: ask at the terminal]'
            cand --generate 'Make a password up, and print it once'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;user;verify'= {
            cand --password-file 'Read the password from a file [default: ask at the terminal]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --password-stdin 'Read the password from standard input, to its end [default: ask at the terminal]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;user;disable'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;user;enable'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;user;remove'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -n 'Only tell what would be removed'
            cand --dry-run 'Only tell what would be removed'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;user;help'= {
            cand add 'Add an account that signs in with e-mail and password'
            cand list 'List all accounts'
            cand show 'Show an account, the providers it has keys for, and what it used'
            cand set 'Change the name, the address or the budget of an account'
            cand passwd 'Set a new password'
            cand verify 'Check a password; exit code 7 if it is wrong'
            cand disable 'Keep an account from signing in with its password, and from `chat`'
            cand enable 'Let a disabled account sign in again'
            cand remove 'Remove an account with its keys and conversations'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'chatkeep;user;help;add'= {
        }
        &'chatkeep;user;help;list'= {
        }
        &'chatkeep;user;help;show'= {
        }
        &'chatkeep;user;help;set'= {
        }
        &'chatkeep;user;help;passwd'= {
        }
        &'chatkeep;user;help;verify'= {
        }
        &'chatkeep;user;help;disable'= {
        }
        &'chatkeep;user;help;enable'= {
        }
        &'chatkeep;user;help;remove'= {
        }
        &'chatkeep;user;help;help'= {
        }
        &'chatkeep;key'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand set 'Set a user''s API key, encrypted; the key is asked for, and never an argument'
            cand list 'List for which providers keys are set, and how they are encrypted'
            cand show 'Decrypt a key, and show its first and last characters'
            cand test 'Try stored keys: ask their providers which models they offer'
            cand remove 'Remove a key'
            cand adopt 'Turn the web app''s keys (Fernet) into ours (age); the web app loses them'
            cand rekey 'Encrypt every age key anew: for a new identity, or for other recipients'
            cand identity 'Tell where the identity is that opens the keys, and export it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'chatkeep;key;set'= {
            cand --key-file 'Read the key from a file [default: ask at the terminal]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --key-stdin 'Read the key from standard input, to its end [default: ask at the terminal]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;key;list'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;key;show'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --reveal 'Print the key whole, and nothing else'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;key;test'= {
            cand --timeout 'How long to wait for the provider''s answer, in ms, s, m, h or d [default: 60s]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --all 'Test every key of every user'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;key;remove'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -n 'Only tell what would be removed'
            cand --dry-run 'Only tell what would be removed'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;key;adopt'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -n 'Only tell what would be turned into age'
            cand --dry-run 'Only tell what would be turned into age'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;key;rekey'= {
            cand --new-identity 'Put this identity in place of the one in use; it is made if there is no such file [default: no other identity]'
            cand --add 'Add a recipient to those of the store; may be repeated [default: none]'
            cand --remove 'Take a recipient from those of the store; may be repeated [default: none]'
            cand --recipient 'Let this recipient be the only one; may be repeated for several [default: those of the store]'
            cand --recipients-file 'Let the recipients be those in a file, one a line [default: those of the store]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --give-up-access 'Go on though the identity in use will open no key any more'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -n 'Only tell what would be encrypted anew, and for whom'
            cand --dry-run 'Only tell what would be encrypted anew, and for whom'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;key;identity'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --export 'Print the identity''s file, which is a secret, so that a copy can be kept elsewhere'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;key;help'= {
            cand set 'Set a user''s API key, encrypted; the key is asked for, and never an argument'
            cand list 'List for which providers keys are set, and how they are encrypted'
            cand show 'Decrypt a key, and show its first and last characters'
            cand test 'Try stored keys: ask their providers which models they offer'
            cand remove 'Remove a key'
            cand adopt 'Turn the web app''s keys (Fernet) into ours (age); the web app loses them'
            cand rekey 'Encrypt every age key anew: for a new identity, or for other recipients'
            cand identity 'Tell where the identity is that opens the keys, and export it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'chatkeep;key;help;set'= {
        }
        &'chatkeep;key;help;list'= {
        }
        &'chatkeep;key;help;show'= {
        }
        &'chatkeep;key;help;test'= {
        }
        &'chatkeep;key;help;remove'= {
        }
        &'chatkeep;key;help;adopt'= {
        }
        &'chatkeep;key;help;rekey'= {
        }
        &'chatkeep;key;help;identity'= {
        }
        &'chatkeep;key;help;help'= {
        }
        &'chatkeep;chat'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand -m 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]'
            cand --model 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]'
            cand --provider 'The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model''s]'
            cand -s 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]'
            cand --system 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]'
            cand --max-tokens 'The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider''s, or what is left of a budget pays for]'
            cand --temperature 'How freely the model chooses words, from 0 to 2; some models refuse it [default: the model''s]'
            cand --stop 'A text before which the reply is to end; may be given several times [default: none]'
            cand --effort 'How hard to think, for models that can [default: the model''s]'
            cand --thinking 'How many tokens to think with at most, for models that take a number [default: the model''s]'
            cand --timeout 'How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]'
            cand --conversation 'Go on with this conversation: an id, the first four characters of one or more, or `last` [default: begin a new one]'
            cand --title 'The title of a new conversation [default: the beginning of the prompt]'
            cand -a 'Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]'
            cand --attach 'Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]'
            cand --schema 'Have the reply be JSON that fits the JSON Schema in this file [default: text]'
            cand --file 'Read the prompt from this file; words of the command line go before it [default: none]'
            cand -t 'Put the prompt into a template of the configuration [default: as it is]'
            cand --template 'Put the prompt into a template of the configuration [default: as it is]'
            cand -p 'What a variable of the template stands for; may be given several times [default: as the template says]'
            cand --param 'What a variable of the template stands for; may be given several times [default: as the template says]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --allow-unpriced 'Ask a model that has no price, although the user has a budget: what it costs is not counted'
            cand --no-stream 'Print the reply when it is whole'
            cand -c 'Go on with the conversation that was active last'
            cand --continue 'Go on with the conversation that was active last'
            cand --new 'Begin a new conversation, as without `--continue` and `--conversation`'
            cand -e 'Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi'
            cand --edit 'Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi'
            cand --no-save 'Store nothing but what the reply took'
            cand -n 'Only show the request that would be sent, and what it can cost at most'
            cand --dry-run 'Only show the request that would be sent, and what it can cost at most'
            cand -x 'Print the first code block of the reply alone'
            cand --extract 'Print the first code block of the reply alone'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand send 'Send a prompt to a model, print the reply as it comes, and store both'
            cand list 'List conversations, the one active last first'
            cand show 'Show a conversation'
            cand search 'Find messages by the words in them, the best first'
            cand retry 'Ask the last question of a conversation again, for a reply in the place of the one it has'
            cand fork 'Begin a new conversation with the messages of another one, or with the first of them'
            cand rename 'Give a conversation another title'
            cand tag 'Show the tags of conversations, add some and remove some'
            cand pin 'Keep conversations at the top of the list'
            cand archive 'Take conversations off the list, without deleting them'
            cand recover 'Store the replies that an interrupted command left, or that the store did not take'
            cand models 'Show which models a provider offers, and what they cost'
            cand delete 'Delete conversations; what they cost stays in the ledger'
            cand prune 'Delete conversations that nobody went on with for long; what they cost stays in the ledger'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'chatkeep;chat;send'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand -m 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]'
            cand --model 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]'
            cand --provider 'The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model''s]'
            cand -s 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]'
            cand --system 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]'
            cand --max-tokens 'The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider''s, or what is left of a budget pays for]'
            cand --temperature 'How freely the model chooses words, from 0 to 2; some models refuse it [default: the model''s]'
            cand --stop 'A text before which the reply is to end; may be given several times [default: none]'
            cand --effort 'How hard to think, for models that can [default: the model''s]'
            cand --thinking 'How many tokens to think with at most, for models that take a number [default: the model''s]'
            cand --timeout 'How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]'
            cand --conversation 'Go on with this conversation: an id, the first four characters of one or more, or `last` [default: begin a new one]'
            cand --title 'The title of a new conversation [default: the beginning of the prompt]'
            cand -a 'Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]'
            cand --attach 'Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]'
            cand --schema 'Have the reply be JSON that fits the JSON Schema in this file [default: text]'
            cand --file 'Read the prompt from this file; words of the command line go before it [default: none]'
            cand -t 'Put the prompt into a template of the configuration [default: as it is]'
            cand --template 'Put the prompt into a template of the configuration [default: as it is]'
            cand -p 'What a variable of the template stands for; may be given several times [default: as the template says]'
            cand --param 'What a variable of the template stands for; may be given several times [default: as the template says]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --allow-unpriced 'Ask a model that has no price, although the user has a budget: what it costs is not counted'
            cand --no-stream 'Print the reply when it is whole'
            cand -c 'Go on with the conversation that was active last'
            cand --continue 'Go on with the conversation that was active last'
            cand --new 'Begin a new conversation, as without `--continue` and `--conversation`'
            cand -e 'Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi'
            cand --edit 'Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi'
            cand --no-save 'Store nothing but what the reply took'
            cand -n 'Only show the request that would be sent, and what it can cost at most'
            cand --dry-run 'Only show the request that would be sent, and what it can cost at most'
            cand -x 'Print the first code block of the reply alone'
            cand --extract 'Print the first code block of the reply alone'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;list'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --provider 'Only those with this provider [default: any]'
            cand -m 'Only those with this model, alone or as PROVIDER/MODEL [default: any]'
            cand --model 'Only those with this model, alone or as PROVIDER/MODEL [default: any]'
            cand -t 'Only those with all of these tags, with commas between them [default: any]'
            cand --tag 'Only those with all of these tags, with commas between them [default: any]'
            cand --since 'Only those active since then: a day such as 2026-02-01, a time in RFC 3339, or how long ago, such as 30d [default: ever]'
            cand --until 'Only those not active after that: a day, a time or how long ago [default: no end]'
            cand --text 'Only those in whose titles and messages all of these words occur, in any case [default: any]'
            cand --sort 'What comes first, behind what is pinned: active or started last, titles by their letters, or the most of the rest'
            cand -l 'The most conversations to list [default: all]'
            cand --limit 'The most conversations to list [default: all]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --all-users 'The conversations of all users, whoever `--user` names'
            cand --archived 'Only those that are archived'
            cand -a 'Also those that are archived'
            cand --all 'Also those that are archived'
            cand -r 'Sort the other way round'
            cand --reverse 'Sort the other way round'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;show'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --last 'Only the last reply, its text and nothing else; with a number, so many of the last messages [default: all messages]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --raw 'Do not render the Markdown of replies, which is done on terminals alone; control characters stay visible there'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;search'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --role 'Only what the user, the assistant or the system wrote [default: everybody]'
            cand --provider 'Only what this provider answered, or was asked [default: any]'
            cand -m 'Only what this model answered, or was asked; alone or as PROVIDER/MODEL [default: any]'
            cand --model 'Only what this model answered, or was asked; alone or as PROVIDER/MODEL [default: any]'
            cand -t 'Only messages of conversations with all of these tags, with commas between them [default: any]'
            cand --tag 'Only messages of conversations with all of these tags, with commas between them [default: any]'
            cand --since 'Only what was written since then: a day such as 2026-02-01, a time in RFC 3339, or how long ago, such as 30d [default: ever]'
            cand --until 'Only what was not written after that: a day, a time or how long ago [default: no end]'
            cand --sort 'Which come first: those that fit best, or the newest'
            cand -l 'The most messages to show; 0 for all'
            cand --limit 'The most messages to show; 0 for all'
            cand -C 'How many characters to show on each side of what was found [default: 70, or as many as a narrow terminal has room for]'
            cand --context 'How many characters to show on each side of what was found [default: 70, or as many as a narrow terminal has room for]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --all-users 'The messages of all users, whoever `--user` names'
            cand --regex 'Take the query for a regular expression'
            cand -s 'Tell capital letters from small ones'
            cand --case-sensitive 'Tell capital letters from small ones'
            cand -c 'Only tell how many there are'
            cand --count 'Only tell how many there are'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;retry'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand -m 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]'
            cand --model 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]'
            cand --provider 'The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model''s]'
            cand -s 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]'
            cand --system 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]'
            cand --max-tokens 'The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider''s, or what is left of a budget pays for]'
            cand --temperature 'How freely the model chooses words, from 0 to 2; some models refuse it [default: the model''s]'
            cand --stop 'A text before which the reply is to end; may be given several times [default: none]'
            cand --effort 'How hard to think, for models that can [default: the model''s]'
            cand --thinking 'How many tokens to think with at most, for models that take a number [default: the model''s]'
            cand --timeout 'How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --allow-unpriced 'Ask a model that has no price, although the user has a budget: what it costs is not counted'
            cand --no-stream 'Print the reply when it is whole'
            cand -n 'Only show the request that would be sent, and what it can cost at most'
            cand --dry-run 'Only show the request that would be sent, and what it can cost at most'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;fork'= {
            cand --at 'How many of its messages to begin with, counted as `chat show` shows them [default: all]'
            cand --title 'The title of the new conversation [default: the same, with a mark]'
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;rename'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand -m 'The model to ask, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]'
            cand --model 'The model to ask, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]'
            cand --timeout 'How long to wait for the model, in ms, s, m, h or d [default: 10m]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --auto 'Ask a model for a title; only the beginning of the conversation is sent'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;tag'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand -a 'Tags to add, with commas between them; one that is there in other case stays as it is [default: none]'
            cand --add 'Tags to add, with commas between them; one that is there in other case stays as it is [default: none]'
            cand -r 'Tags to remove, with commas between them; one that is not there is no fault [default: none]'
            cand --remove 'Tags to remove, with commas between them; one that is not there is no fault [default: none]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --clear 'Remove all tags, before those of --add are added'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;pin'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --off 'Take the pin off'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;archive'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --off 'Take them out of the archive'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;recover'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --all-users 'The replies of all users, whoever `--user` names'
            cand -n 'Only tell what would be stored'
            cand --dry-run 'Only tell what would be stored'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;models'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --provider 'The provider to ask [default: the one of new conversations]'
            cand --timeout 'How long to wait for the provider''s answer, in ms, s, m, h or d [default: 60s]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --prices 'Show the table of prices instead, of one provider or of all; nobody is asked'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;delete'= {
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -n 'Only tell what would be deleted'
            cand --dry-run 'Only tell what would be deleted'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;prune'= {
            cand --older-than 'How long nobody must have gone on with them, in hours (h), days (d), weeks (w), months (mo) or years (y), such as 180d'
            cand -u 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --user 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --all-users 'The conversations of all users, whoever `--user` names'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -n 'Only tell what would be deleted'
            cand --dry-run 'Only tell what would be deleted'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;chat;help'= {
            cand send 'Send a prompt to a model, print the reply as it comes, and store both'
            cand list 'List conversations, the one active last first'
            cand show 'Show a conversation'
            cand search 'Find messages by the words in them, the best first'
            cand retry 'Ask the last question of a conversation again, for a reply in the place of the one it has'
            cand fork 'Begin a new conversation with the messages of another one, or with the first of them'
            cand rename 'Give a conversation another title'
            cand tag 'Show the tags of conversations, add some and remove some'
            cand pin 'Keep conversations at the top of the list'
            cand archive 'Take conversations off the list, without deleting them'
            cand recover 'Store the replies that an interrupted command left, or that the store did not take'
            cand models 'Show which models a provider offers, and what they cost'
            cand delete 'Delete conversations; what they cost stays in the ledger'
            cand prune 'Delete conversations that nobody went on with for long; what they cost stays in the ledger'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'chatkeep;chat;help;send'= {
        }
        &'chatkeep;chat;help;list'= {
        }
        &'chatkeep;chat;help;show'= {
        }
        &'chatkeep;chat;help;search'= {
        }
        &'chatkeep;chat;help;retry'= {
        }
        &'chatkeep;chat;help;fork'= {
        }
        &'chatkeep;chat;help;rename'= {
        }
        &'chatkeep;chat;help;tag'= {
        }
        &'chatkeep;chat;help;pin'= {
        }
        &'chatkeep;chat;help;archive'= {
        }
        &'chatkeep;chat;help;recover'= {
        }
        &'chatkeep;chat;help;models'= {
        }
        &'chatkeep;chat;help;delete'= {
        }
        &'chatkeep;chat;help;prune'= {
        }
        &'chatkeep;chat;help;help'= {
        }
        &'chatkeep;export'= {
            cand -u 'Whose conversations: an id, an e-mail address, or a name that only one account has [default: everyone''s]'
            cand --user 'Whose conversations: an id, an e-mail address, or a name that only one account has [default: everyone''s]'
            cand --as 'The format of the export [default: as the name of the file says, else json]'
            cand -o 'The file to write, readable by its owner only; - is standard output [default: -]'
            cand --output 'The file to write, readable by its owner only; - is standard output [default: -]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -f 'Replace the file if it is there'
            cand --force 'Replace the file if it is there'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;backup'= {
            cand --to 'The folder to put it in, under a name made of the time [default: backup.folder of the configuration, else backups/ in the store''s folder]'
            cand -o 'The file to make of it, which must not be there; - writes it to standard output [default: as --to says]'
            cand --output 'The file to make of it, which must not be there; - writes it to standard output [default: as --to says]'
            cand --level 'How hard to compress, from 1 (fastest) to 9 (smallest) [default: 6]'
            cand --note 'A remark that is kept in it and shown by `backup list` [default: none]'
            cand --keep-last 'Keep so many of the newest backups [default: backup.keep_last of the configuration]'
            cand --keep-hourly 'Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]'
            cand --keep-daily 'The same of days [default: backup.keep_daily of the configuration]'
            cand --keep-weekly 'The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]'
            cand --keep-monthly 'The same of months [default: backup.keep_monthly of the configuration]'
            cand --keep-yearly 'The same of years, of backups of any age [default: backup.keep_yearly of the configuration]'
            cand --metrics 'Note what became of it in a file for the textfile collector of Prometheus''s node exporter [default: nowhere]'
            cand --on-failure 'Have the shell run a command if it fails, with CHATKEEP_ERROR and CHATKEEP_ERROR_CODE in its environment [default: none]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --if-idle 'Make none, with exit code 5, if another backup with this option is on its way into the same folder'
            cand --verify 'Read it back whole and check every byte; exit code 6 if it is not as it was written'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand create 'Make a backup of the whole store'
            cand list 'List the backups in a folder, the newest last; exit code 6 if one cannot be read'
            cand verify 'Read backups whole and check every byte; exit code 6 if one is damaged'
            cand drill 'Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it'
            cand check 'Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none'
            cand prune 'Remove the backups in a folder that no rule keeps'
            cand schedule 'Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'chatkeep;backup;create'= {
            cand --to 'The folder to put it in, under a name made of the time [default: backup.folder of the configuration, else backups/ in the store''s folder]'
            cand -o 'The file to make of it, which must not be there; - writes it to standard output [default: as --to says]'
            cand --output 'The file to make of it, which must not be there; - writes it to standard output [default: as --to says]'
            cand --level 'How hard to compress, from 1 (fastest) to 9 (smallest) [default: 6]'
            cand --note 'A remark that is kept in it and shown by `backup list` [default: none]'
            cand --keep-last 'Keep so many of the newest backups [default: backup.keep_last of the configuration]'
            cand --keep-hourly 'Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]'
            cand --keep-daily 'The same of days [default: backup.keep_daily of the configuration]'
            cand --keep-weekly 'The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]'
            cand --keep-monthly 'The same of months [default: backup.keep_monthly of the configuration]'
            cand --keep-yearly 'The same of years, of backups of any age [default: backup.keep_yearly of the configuration]'
            cand --metrics 'Note what became of it in a file for the textfile collector of Prometheus''s node exporter [default: nowhere]'
            cand --on-failure 'Have the shell run a command if it fails, with CHATKEEP_ERROR and CHATKEEP_ERROR_CODE in its environment [default: none]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --if-idle 'Make none, with exit code 5, if another backup with this option is on its way into the same folder'
            cand --verify 'Read it back whole and check every byte; exit code 6 if it is not as it was written'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;backup;list'= {
            cand --from 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;backup;verify'= {
            cand --from 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;backup;drill'= {
            cand --from 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]'
            cand --scratch 'The folder to restore below, which must have room for the whole store [default: where chatkeep keeps what this machine has of stores]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;backup;check'= {
            cand --max-age 'How old the newest good backup may be, in s, m, h or d (days)'
            cand --from 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;backup;prune'= {
            cand --keep-last 'Keep so many of the newest backups [default: backup.keep_last of the configuration]'
            cand --keep-hourly 'Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]'
            cand --keep-daily 'The same of days [default: backup.keep_daily of the configuration]'
            cand --keep-weekly 'The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]'
            cand --keep-monthly 'The same of months [default: backup.keep_monthly of the configuration]'
            cand --keep-yearly 'The same of years, of backups of any age [default: backup.keep_yearly of the configuration]'
            cand --from 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -n 'Only tell what would be removed'
            cand --dry-run 'Only tell what would be removed'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;backup;schedule'= {
            cand --at 'When, by this machine''s clock'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --cron 'By a line in your crontab [default: systemd if it runs, launchd on macOS, else cron]'
            cand --systemd 'By a timer and a service of systemd: yours, or the machine''s if you are root'
            cand --launchd 'By a property list for launchd: yours, or the machine''s if you are root'
            cand --install 'Install it, in the place of what was installed for this store before'
            cand --remove 'Remove what was installed for this store'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;backup;help'= {
            cand create 'Make a backup of the whole store'
            cand list 'List the backups in a folder, the newest last; exit code 6 if one cannot be read'
            cand verify 'Read backups whole and check every byte; exit code 6 if one is damaged'
            cand drill 'Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it'
            cand check 'Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none'
            cand prune 'Remove the backups in a folder that no rule keeps'
            cand schedule 'Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'chatkeep;backup;help;create'= {
        }
        &'chatkeep;backup;help;list'= {
        }
        &'chatkeep;backup;help;verify'= {
        }
        &'chatkeep;backup;help;drill'= {
        }
        &'chatkeep;backup;help;check'= {
        }
        &'chatkeep;backup;help;prune'= {
        }
        &'chatkeep;backup;help;schedule'= {
        }
        &'chatkeep;backup;help;help'= {
        }
        &'chatkeep;restore'= {
            cand --from 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]'
            cand -u 'Restore what this user had alone, with the account if it is gone; what is there by now stays [default: everything]'
            cand --user 'Restore what this user had alone, with the account if it is gone; what is there by now stays [default: everything]'
            cand -c 'Restore this conversation of the user''s alone: an id or the beginning of one; may be given again [default: all]'
            cand --conversation 'Restore this conversation of the user''s alone: an id or the beginning of one; may be given again [default: all]'
            cand --into 'Restore into this store instead, which is made if there is none [default: the store]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --undo 'Go back to what the last restore replaced'
            cand --keys-only 'Restore the user''s API keys alone'
            cand --replace 'With --user, --conversation or --keys-only: what is there by now, and is another, gives way'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand -n 'Only tell what would change; the backup is read whole and checked, or for one user that user''s part'
            cand --dry-run 'Only tell what would change; the backup is read whole and checked, or for one user that user''s part'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;stats'= {
            cand --by 'What a row is made for: any of user, provider, model, day and month, with commas between them'
            cand -u 'Only what this user took: an id, an e-mail address, or a name that only one account has; of a removed one, the id [default: everyone]'
            cand --user 'Only what this user took: an id, an e-mail address, or a name that only one account has; of a removed one, the id [default: everyone]'
            cand --since 'The first day that counts, such as 2026-02-01, in the store''s time zone [default: the first there is]'
            cand --until 'The last day that counts, such as 2026-02-28 [default: the last there is]'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;migrate'= {
            cand --to 'The place of the copy: a folder, sqlite:FILE or postgres://…; there must be no accounts'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --verify-only 'Copy nothing; only compare the two stores'
            cand --distributed 'Spread the copy over the servers of a PostgreSQL database that has the extension Citus'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;doctor'= {
            cand --role 'The name of that role'
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand --fix 'Mend what can be mended without loss: leftovers of killed commands, permissions of what chatkeep made, missing folders'
            cand -y 'Do it without asking'
            cand --yes 'Do it without asking'
            cand -n 'Only tell what would be mended'
            cand --dry-run 'Only tell what would be mended'
            cand --measure 'Measure instead, changing nothing, and say which backend would serve: users, sizes, the time of an append and of a search'
            cand --grants 'Only print the SQL that makes a role which may work on a store in PostgreSQL, and nothing more; the database is not asked'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;completions'= {
            cand --store 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]'
            cand --identity 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]'
            cand --passphrase-file 'A file with the passphrase of the identity [default: ask at the terminal]'
            cand --fernet-secret-file 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]'
            cand --format 'How results are written to standard output [default: table]'
            cand --color 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]'
            cand --lock-timeout 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]'
            cand --config 'The configuration file [default: config.toml in the configuration folder]'
            cand -q 'Say nothing but results, warnings and errors'
            cand --quiet 'Say nothing but results, warnings and errors'
            cand -v 'Say on standard error what is done'
            cand --verbose 'Say on standard error what is done'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'chatkeep;help'= {
            cand init 'Make a store, and an identity to encrypt its keys to'
            cand demo 'Make a sample store to try everything on, and show what to try'
            cand user 'Add, list, change, disable and remove accounts'
            cand key 'Set, list, show and remove API keys, and look after the identity that opens them'
            cand chat 'Ask a model, and look after the conversations'
            cand export 'Write conversations out, as json, jsonl or markdown'
            cand backup 'Make, list, verify, prove, check, prune and schedule backups of the whole store'
            cand restore 'Restore a store from a backup: everything, one user, or one conversation'
            cand stats 'Sum up tokens and cost, by user, provider, model, day or month'
            cand migrate 'Copy the store into another backend, JSON files, SQLite or PostgreSQL, and compare the two'
            cand doctor 'Examine the store: find damage, leftovers and wrong permissions, and mend what can be mended without loss'
            cand completions 'Print a script that completes commands and options in a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'chatkeep;help;init'= {
        }
        &'chatkeep;help;demo'= {
        }
        &'chatkeep;help;user'= {
            cand add 'Add an account that signs in with e-mail and password'
            cand list 'List all accounts'
            cand show 'Show an account, the providers it has keys for, and what it used'
            cand set 'Change the name, the address or the budget of an account'
            cand passwd 'Set a new password'
            cand verify 'Check a password; exit code 7 if it is wrong'
            cand disable 'Keep an account from signing in with its password, and from `chat`'
            cand enable 'Let a disabled account sign in again'
            cand remove 'Remove an account with its keys and conversations'
        }
        &'chatkeep;help;user;add'= {
        }
        &'chatkeep;help;user;list'= {
        }
        &'chatkeep;help;user;show'= {
        }
        &'chatkeep;help;user;set'= {
        }
        &'chatkeep;help;user;passwd'= {
        }
        &'chatkeep;help;user;verify'= {
        }
        &'chatkeep;help;user;disable'= {
        }
        &'chatkeep;help;user;enable'= {
        }
        &'chatkeep;help;user;remove'= {
        }
        &'chatkeep;help;key'= {
            cand set 'Set a user''s API key, encrypted; the key is asked for, and never an argument'
            cand list 'List for which providers keys are set, and how they are encrypted'
            cand show 'Decrypt a key, and show its first and last characters'
            cand test 'Try stored keys: ask their providers which models they offer'
            cand remove 'Remove a key'
            cand adopt 'Turn the web app''s keys (Fernet) into ours (age); the web app loses them'
            cand rekey 'Encrypt every age key anew: for a new identity, or for other recipients'
            cand identity 'Tell where the identity is that opens the keys, and export it'
        }
        &'chatkeep;help;key;set'= {
        }
        &'chatkeep;help;key;list'= {
        }
        &'chatkeep;help;key;show'= {
        }
        &'chatkeep;help;key;test'= {
        }
        &'chatkeep;help;key;remove'= {
        }
        &'chatkeep;help;key;adopt'= {
        }
        &'chatkeep;help;key;rekey'= {
        }
        &'chatkeep;help;key;identity'= {
        }
        &'chatkeep;help;chat'= {
            cand send 'Send a prompt to a model, print the reply as it comes, and store both'
            cand list 'List conversations, the one active last first'
            cand show 'Show a conversation'
            cand search 'Find messages by the words in them, the best first'
            cand retry 'Ask the last question of a conversation again, for a reply in the place of the one it has'
            cand fork 'Begin a new conversation with the messages of another one, or with the first of them'
            cand rename 'Give a conversation another title'
            cand tag 'Show the tags of conversations, add some and remove some'
            cand pin 'Keep conversations at the top of the list'
            cand archive 'Take conversations off the list, without deleting them'
            cand recover 'Store the replies that an interrupted command left, or that the store did not take'
            cand models 'Show which models a provider offers, and what they cost'
            cand delete 'Delete conversations; what they cost stays in the ledger'
            cand prune 'Delete conversations that nobody went on with for long; what they cost stays in the ledger'
        }
        &'chatkeep;help;chat;send'= {
        }
        &'chatkeep;help;chat;list'= {
        }
        &'chatkeep;help;chat;show'= {
        }
        &'chatkeep;help;chat;search'= {
        }
        &'chatkeep;help;chat;retry'= {
        }
        &'chatkeep;help;chat;fork'= {
        }
        &'chatkeep;help;chat;rename'= {
        }
        &'chatkeep;help;chat;tag'= {
        }
        &'chatkeep;help;chat;pin'= {
        }
        &'chatkeep;help;chat;archive'= {
        }
        &'chatkeep;help;chat;recover'= {
        }
        &'chatkeep;help;chat;models'= {
        }
        &'chatkeep;help;chat;delete'= {
        }
        &'chatkeep;help;chat;prune'= {
        }
        &'chatkeep;help;export'= {
        }
        &'chatkeep;help;backup'= {
            cand create 'Make a backup of the whole store'
            cand list 'List the backups in a folder, the newest last; exit code 6 if one cannot be read'
            cand verify 'Read backups whole and check every byte; exit code 6 if one is damaged'
            cand drill 'Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it'
            cand check 'Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none'
            cand prune 'Remove the backups in a folder that no rule keeps'
            cand schedule 'Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it'
        }
        &'chatkeep;help;backup;create'= {
        }
        &'chatkeep;help;backup;list'= {
        }
        &'chatkeep;help;backup;verify'= {
        }
        &'chatkeep;help;backup;drill'= {
        }
        &'chatkeep;help;backup;check'= {
        }
        &'chatkeep;help;backup;prune'= {
        }
        &'chatkeep;help;backup;schedule'= {
        }
        &'chatkeep;help;restore'= {
        }
        &'chatkeep;help;stats'= {
        }
        &'chatkeep;help;migrate'= {
        }
        &'chatkeep;help;doctor'= {
        }
        &'chatkeep;help;completions'= {
        }
        &'chatkeep;help;help'= {
        }
    ]
    $completions[$command]
}
