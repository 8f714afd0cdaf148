
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'chatkeep' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'chatkeep'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'chatkeep' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a store, and an identity to encrypt its keys to')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Make a sample store to try everything on, and show what to try')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Add, list, change, disable and remove accounts')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Set, list, show and remove API keys, and look after the identity that opens them')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Ask a model, and look after the conversations')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write conversations out, as json, jsonl, markdown, csv, html or what ChatGPT exports')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import conversations from exports of chatkeep and of other tools')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Make, list, verify, prove, check, prune and schedule backups of the whole store')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Restore a store from a backup: everything, one user, or one conversation')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Sum up tokens and cost, by user, provider, model, day or month')
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Copy the store into another backend, JSON files, SQLite or PostgreSQL, and compare the two')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Examine the store: find damage, leftovers and wrong permissions, and mend what can be mended without loss')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a script that completes commands and options in a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;init' {
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'The time zone in which days and months are counted, such as Europe/Berlin [default: the system''s]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--distributed', '--distributed', [CompletionResultType]::ParameterName, 'Spread the store over the servers of a PostgreSQL database that has the extension Citus')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;demo' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an account that signs in with e-mail and password')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all accounts')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show an account, the providers it has keys for, and what it used')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change the name, the address or the budget of an account')
            [CompletionResult]::new('passwd', 'passwd', [CompletionResultType]::ParameterValue, 'Set a new password')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a password; exit code 7 if it is wrong')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Keep an account from signing in with its password, and from `chat`')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Let a disabled account sign in again')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove an account with its keys and conversations')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Move everything of one account into another, and remove it')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Make accounts what a file declares')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write out everything that is held on a person, but for passwords and keys')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;user;add' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The name to show [default: the address up to its @]')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the password from a file [default: ask at the terminal]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from standard input, to its end [default: ask at the terminal]')
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Make a password up, and print it once')
            [CompletionResult]::new('--no-password', '--no-password', [CompletionResultType]::ParameterName, 'Add the account without a password: nobody can sign in until one is set')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;list' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;show' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;set' {
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'The new e-mail address; kept in lower case [default: unchanged]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The new name [default: unchanged]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'The most that replies may cost in a day, week, month or year of the calendar, such as 20USD/month; `none` for no limit [default: unchanged]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;passwd' {
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the password from a file [default: ask at the terminal]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from standard input, to its end [default: ask at the terminal]')
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Make a password up, and print it once')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;verify' {
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the password from a file [default: ask at the terminal]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from standard input, to its end [default: ask at the terminal]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;disable' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;enable' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;remove' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--erase', '--erase', [CompletionResultType]::ParameterName, 'Erase the person for good: also replies not saved yet, and versions kept beside the web app; a tombstone keeps restores of older backups from bringing them back. Prints a receipt of what went, and of what is left elsewhere')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be removed')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be removed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;merge' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would move')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would move')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;apply' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The format of the file')
            [CompletionResult]::new('--passwords-to', '--passwords-to', [CompletionResultType]::ParameterName, 'Make up passwords for accounts that have none, and write them into this new file for you alone: a line each, e-mail address, tab, password; it is on disk before any account changes, and not made if none is needed [default: those have none]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--reset-passwords', '--reset-passwords', [CompletionResultType]::ParameterName, 'Give accounts the declared password that have another one by now')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Disable accounts that the file does not declare')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would change')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would change')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;export' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write, readable by its owner only; - is standard output [default: -]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write, readable by its owner only; - is standard output [default: -]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace the file if it is there')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the file if it is there')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;user;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an account that signs in with e-mail and password')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all accounts')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show an account, the providers it has keys for, and what it used')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change the name, the address or the budget of an account')
            [CompletionResult]::new('passwd', 'passwd', [CompletionResultType]::ParameterValue, 'Set a new password')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a password; exit code 7 if it is wrong')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Keep an account from signing in with its password, and from `chat`')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Let a disabled account sign in again')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove an account with its keys and conversations')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Move everything of one account into another, and remove it')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Make accounts what a file declares')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write out everything that is held on a person, but for passwords and keys')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;user;help;add' {
            break
        }
        'chatkeep;user;help;list' {
            break
        }
        'chatkeep;user;help;show' {
            break
        }
        'chatkeep;user;help;set' {
            break
        }
        'chatkeep;user;help;passwd' {
            break
        }
        'chatkeep;user;help;verify' {
            break
        }
        'chatkeep;user;help;disable' {
            break
        }
        'chatkeep;user;help;enable' {
            break
        }
        'chatkeep;user;help;remove' {
            break
        }
        'chatkeep;user;help;merge' {
            break
        }
        'chatkeep;user;help;apply' {
            break
        }
        'chatkeep;user;help;export' {
            break
        }
        'chatkeep;user;help;help' {
            break
        }
        'chatkeep;key' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set a user''s API key, encrypted; the key is asked for, and never an argument')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List for which providers keys are set, and how they are encrypted')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Decrypt a key, and show its first and last characters')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Try stored keys: ask their providers which models they offer')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a key')
            [CompletionResult]::new('adopt', 'adopt', [CompletionResultType]::ParameterValue, 'Turn the web app''s keys (Fernet) into ours (age); the web app loses them')
            [CompletionResult]::new('rekey', 'rekey', [CompletionResultType]::ParameterValue, 'Encrypt every age key anew: for a new identity, or for other recipients')
            [CompletionResult]::new('identity', 'identity', [CompletionResultType]::ParameterValue, 'Tell where the identity is that opens the keys, and export it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;key;set' {
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'Read the key from a file [default: ask at the terminal]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--key-stdin', '--key-stdin', [CompletionResultType]::ParameterName, 'Read the key from standard input, to its end [default: ask at the terminal]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;key;list' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;key;show' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Print the key whole, and nothing else')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;key;test' {
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for the provider''s answer, in ms, s, m, h or d [default: 60s]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Test every key of every user')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;key;remove' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be removed')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be removed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;key;adopt' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be turned into age')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be turned into age')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;key;rekey' {
            [CompletionResult]::new('--new-identity', '--new-identity', [CompletionResultType]::ParameterName, 'Put this identity in place of the one in use; it is made if there is no such file [default: no other identity]')
            [CompletionResult]::new('--add', '--add', [CompletionResultType]::ParameterName, 'Add a recipient to those of the store; may be repeated [default: none]')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Take a recipient from those of the store; may be repeated [default: none]')
            [CompletionResult]::new('--recipient', '--recipient', [CompletionResultType]::ParameterName, 'Let this recipient be the only one; may be repeated for several [default: those of the store]')
            [CompletionResult]::new('--recipients-file', '--recipients-file', [CompletionResultType]::ParameterName, 'Let the recipients be those in a file, one a line [default: those of the store]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--give-up-access', '--give-up-access', [CompletionResultType]::ParameterName, 'Go on though the identity in use will open no key any more')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be encrypted anew, and for whom')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be encrypted anew, and for whom')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;key;identity' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the identity''s file, which is a secret, so that a copy can be kept elsewhere')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;key;help' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set a user''s API key, encrypted; the key is asked for, and never an argument')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List for which providers keys are set, and how they are encrypted')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Decrypt a key, and show its first and last characters')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Try stored keys: ask their providers which models they offer')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a key')
            [CompletionResult]::new('adopt', 'adopt', [CompletionResultType]::ParameterValue, 'Turn the web app''s keys (Fernet) into ours (age); the web app loses them')
            [CompletionResult]::new('rekey', 'rekey', [CompletionResultType]::ParameterValue, 'Encrypt every age key anew: for a new identity, or for other recipients')
            [CompletionResult]::new('identity', 'identity', [CompletionResultType]::ParameterValue, 'Tell where the identity is that opens the keys, and export it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;key;help;set' {
            break
        }
        'chatkeep;key;help;list' {
            break
        }
        'chatkeep;key;help;show' {
            break
        }
        'chatkeep;key;help;test' {
            break
        }
        'chatkeep;key;help;remove' {
            break
        }
        'chatkeep;key;help;adopt' {
            break
        }
        'chatkeep;key;help;rekey' {
            break
        }
        'chatkeep;key;help;identity' {
            break
        }
        'chatkeep;key;help;help' {
            break
        }
        'chatkeep;chat' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model''s]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]')
            [CompletionResult]::new('--system', '--system', [CompletionResultType]::ParameterName, 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]')
            [CompletionResult]::new('--max-tokens', '--max-tokens', [CompletionResultType]::ParameterName, 'The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider''s, or what is left of a budget pays for]')
            [CompletionResult]::new('--temperature', '--temperature', [CompletionResultType]::ParameterName, 'How freely the model chooses words, from 0 to 2; some models refuse it [default: the model''s]')
            [CompletionResult]::new('--stop', '--stop', [CompletionResultType]::ParameterName, 'A text before which the reply is to end; may be given several times [default: none]')
            [CompletionResult]::new('--effort', '--effort', [CompletionResultType]::ParameterName, 'How hard to think, for models that can [default: the model''s]')
            [CompletionResult]::new('--thinking', '--thinking', [CompletionResultType]::ParameterName, 'How many tokens to think with at most, for models that take a number [default: the model''s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]')
            [CompletionResult]::new('--conversation', '--conversation', [CompletionResultType]::ParameterName, 'Go on with this conversation: an id, the first four characters of one or more, or `last` [default: begin a new one]')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'The title of a new conversation [default: the beginning of the prompt]')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]')
            [CompletionResult]::new('--schema', '--schema', [CompletionResultType]::ParameterName, 'Have the reply be JSON that fits the JSON Schema in this file [default: text]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the prompt from this file; words of the command line go before it [default: none]')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Put the prompt into a template of the configuration [default: as it is]')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Put the prompt into a template of the configuration [default: as it is]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'What a variable of the template stands for; may be given several times [default: as the template says]')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'What a variable of the template stands for; may be given several times [default: as the template says]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--allow-unpriced', '--allow-unpriced', [CompletionResultType]::ParameterName, 'Ask a model that has no price, although the user has a budget: what it costs is not counted')
            [CompletionResult]::new('--no-stream', '--no-stream', [CompletionResultType]::ParameterName, 'Print the reply when it is whole')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Go on with the conversation that was active last')
            [CompletionResult]::new('--continue', '--continue', [CompletionResultType]::ParameterName, 'Go on with the conversation that was active last')
            [CompletionResult]::new('--new', '--new', [CompletionResultType]::ParameterName, 'Begin a new conversation, as without `--continue` and `--conversation`')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi')
            [CompletionResult]::new('--edit', '--edit', [CompletionResultType]::ParameterName, 'Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi')
            [CompletionResult]::new('--no-save', '--no-save', [CompletionResultType]::ParameterName, 'Store nothing but what the reply took')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only show the request that would be sent, and what it can cost at most')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show the request that would be sent, and what it can cost at most')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Print the first code block of the reply alone')
            [CompletionResult]::new('--extract', '--extract', [CompletionResultType]::ParameterName, 'Print the first code block of the reply alone')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Send a prompt to a model, print the reply as it comes, and store both')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List conversations, the one active last first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a conversation')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find messages by the words in them, the best first')
            [CompletionResult]::new('retry', 'retry', [CompletionResultType]::ParameterValue, 'Ask the last question of a conversation again, for a reply in the place of the one it has')
            [CompletionResult]::new('fork', 'fork', [CompletionResultType]::ParameterValue, 'Begin a new conversation with the messages of another one, or with the first of them')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a conversation another title')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Show the tags of conversations, add some and remove some')
            [CompletionResult]::new('pin', 'pin', [CompletionResultType]::ParameterValue, 'Keep conversations at the top of the list')
            [CompletionResult]::new('archive', 'archive', [CompletionResultType]::ParameterValue, 'Take conversations off the list, without deleting them')
            [CompletionResult]::new('recover', 'recover', [CompletionResultType]::ParameterValue, 'Store the replies that an interrupted command left, or that the store did not take')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Show which models a provider offers, and what they cost')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete conversations; what they cost stays in the ledger')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Delete conversations that nobody went on with for long; what they cost stays in the ledger')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;chat;send' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model''s]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]')
            [CompletionResult]::new('--system', '--system', [CompletionResultType]::ParameterName, 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]')
            [CompletionResult]::new('--max-tokens', '--max-tokens', [CompletionResultType]::ParameterName, 'The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider''s, or what is left of a budget pays for]')
            [CompletionResult]::new('--temperature', '--temperature', [CompletionResultType]::ParameterName, 'How freely the model chooses words, from 0 to 2; some models refuse it [default: the model''s]')
            [CompletionResult]::new('--stop', '--stop', [CompletionResultType]::ParameterName, 'A text before which the reply is to end; may be given several times [default: none]')
            [CompletionResult]::new('--effort', '--effort', [CompletionResultType]::ParameterName, 'How hard to think, for models that can [default: the model''s]')
            [CompletionResult]::new('--thinking', '--thinking', [CompletionResultType]::ParameterName, 'How many tokens to think with at most, for models that take a number [default: the model''s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]')
            [CompletionResult]::new('--conversation', '--conversation', [CompletionResultType]::ParameterName, 'Go on with this conversation: an id, the first four characters of one or more, or `last` [default: begin a new one]')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'The title of a new conversation [default: the beginning of the prompt]')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]')
            [CompletionResult]::new('--schema', '--schema', [CompletionResultType]::ParameterName, 'Have the reply be JSON that fits the JSON Schema in this file [default: text]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the prompt from this file; words of the command line go before it [default: none]')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Put the prompt into a template of the configuration [default: as it is]')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Put the prompt into a template of the configuration [default: as it is]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'What a variable of the template stands for; may be given several times [default: as the template says]')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'What a variable of the template stands for; may be given several times [default: as the template says]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--allow-unpriced', '--allow-unpriced', [CompletionResultType]::ParameterName, 'Ask a model that has no price, although the user has a budget: what it costs is not counted')
            [CompletionResult]::new('--no-stream', '--no-stream', [CompletionResultType]::ParameterName, 'Print the reply when it is whole')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Go on with the conversation that was active last')
            [CompletionResult]::new('--continue', '--continue', [CompletionResultType]::ParameterName, 'Go on with the conversation that was active last')
            [CompletionResult]::new('--new', '--new', [CompletionResultType]::ParameterName, 'Begin a new conversation, as without `--continue` and `--conversation`')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi')
            [CompletionResult]::new('--edit', '--edit', [CompletionResultType]::ParameterName, 'Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi')
            [CompletionResult]::new('--no-save', '--no-save', [CompletionResultType]::ParameterName, 'Store nothing but what the reply took')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only show the request that would be sent, and what it can cost at most')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show the request that would be sent, and what it can cost at most')
            [CompletionResult]::new('-x', '-x', [CompletionResultType]::ParameterName, 'Print the first code block of the reply alone')
            [CompletionResult]::new('--extract', '--extract', [CompletionResultType]::ParameterName, 'Print the first code block of the reply alone')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;list' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only those with this provider [default: any]')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Only those with this model, alone or as PROVIDER/MODEL [default: any]')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Only those with this model, alone or as PROVIDER/MODEL [default: any]')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Only those with all of these tags, with commas between them [default: any]')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only those with all of these tags, with commas between them [default: any]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only those active since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or ''last month'' and the like [default: ever]')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only those not active after that: a day, a time or how long ago [default: no end]')
            [CompletionResult]::new('--text', '--text', [CompletionResultType]::ParameterName, 'Only those in whose titles and messages all of these words occur, in any case [default: any]')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'What comes first, behind what is pinned: active or started last, titles by their letters, or the most of the rest')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'The most conversations to list [default: all]')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'The most conversations to list [default: all]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--all-users', '--all-users', [CompletionResultType]::ParameterName, 'The conversations of all users, whoever `--user` names')
            [CompletionResult]::new('--archived', '--archived', [CompletionResultType]::ParameterName, 'Only those that are archived')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Also those that are archived')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Also those that are archived')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Sort the other way round')
            [CompletionResult]::new('--reverse', '--reverse', [CompletionResultType]::ParameterName, 'Sort the other way round')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;show' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--last', '--last', [CompletionResultType]::ParameterName, 'Only the last reply, its text and nothing else; with a number, so many of the last messages [default: all messages]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Do not render the Markdown of replies, which is done on terminals alone; control characters stay visible there')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;search' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Only what the user, the assistant or the system wrote [default: everybody]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only what this provider answered, or was asked [default: any]')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Only what this model answered, or was asked; alone or as PROVIDER/MODEL [default: any]')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Only what this model answered, or was asked; alone or as PROVIDER/MODEL [default: any]')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Only messages of conversations with all of these tags, with commas between them [default: any]')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only messages of conversations with all of these tags, with commas between them [default: any]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only what was written since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or ''last month'' and the like [default: ever]')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only what was not written after that: a day, a time or how long ago [default: no end]')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Which come first: those that fit best, or the newest')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'The most messages to show; 0 for all')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'The most messages to show; 0 for all')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'How many characters to show on each side of what was found [default: 70, or as many as a narrow terminal has room for]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'How many characters to show on each side of what was found [default: 70, or as many as a narrow terminal has room for]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--all-users', '--all-users', [CompletionResultType]::ParameterName, 'The messages of all users, whoever `--user` names')
            [CompletionResult]::new('--regex', '--regex', [CompletionResultType]::ParameterName, 'Take the query for a regular expression')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Tell capital letters from small ones')
            [CompletionResult]::new('--case-sensitive', '--case-sensitive', [CompletionResultType]::ParameterName, 'Tell capital letters from small ones')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Only tell how many there are')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Only tell how many there are')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;retry' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'The model, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model''s]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]')
            [CompletionResult]::new('--system', '--system', [CompletionResultType]::ParameterName, 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]')
            [CompletionResult]::new('--max-tokens', '--max-tokens', [CompletionResultType]::ParameterName, 'The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider''s, or what is left of a budget pays for]')
            [CompletionResult]::new('--temperature', '--temperature', [CompletionResultType]::ParameterName, 'How freely the model chooses words, from 0 to 2; some models refuse it [default: the model''s]')
            [CompletionResult]::new('--stop', '--stop', [CompletionResultType]::ParameterName, 'A text before which the reply is to end; may be given several times [default: none]')
            [CompletionResult]::new('--effort', '--effort', [CompletionResultType]::ParameterName, 'How hard to think, for models that can [default: the model''s]')
            [CompletionResult]::new('--thinking', '--thinking', [CompletionResultType]::ParameterName, 'How many tokens to think with at most, for models that take a number [default: the model''s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--allow-unpriced', '--allow-unpriced', [CompletionResultType]::ParameterName, 'Ask a model that has no price, although the user has a budget: what it costs is not counted')
            [CompletionResult]::new('--no-stream', '--no-stream', [CompletionResultType]::ParameterName, 'Print the reply when it is whole')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only show the request that would be sent, and what it can cost at most')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show the request that would be sent, and what it can cost at most')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;fork' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'How many of its messages to begin with, counted as `chat show` shows them [default: all]')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'The title of the new conversation [default: the same, with a mark]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;rename' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The model to ask, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'The model to ask, alone or as PROVIDER/MODEL [default: the conversation''s, else `chat.model` of the configuration]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for the model, in ms, s, m, h or d [default: 10m]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--auto', '--auto', [CompletionResultType]::ParameterName, 'Ask a model for a title; only the beginning of the conversation is sent')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;tag' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Tags to add, with commas between them; one that is there in other case stays as it is [default: none]')
            [CompletionResult]::new('--add', '--add', [CompletionResultType]::ParameterName, 'Tags to add, with commas between them; one that is there in other case stays as it is [default: none]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Tags to remove, with commas between them; one that is not there is no fault [default: none]')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Tags to remove, with commas between them; one that is not there is no fault [default: none]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--clear', '--clear', [CompletionResultType]::ParameterName, 'Remove all tags, before those of --add are added')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;pin' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--off', '--off', [CompletionResultType]::ParameterName, 'Take the pin off')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;archive' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--off', '--off', [CompletionResultType]::ParameterName, 'Take them out of the archive')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;recover' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--all-users', '--all-users', [CompletionResultType]::ParameterName, 'The replies of all users, whoever `--user` names')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be stored')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be stored')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;models' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'The provider to ask [default: the one of new conversations]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for the provider''s answer, in ms, s, m, h or d [default: 60s]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'Show the table of prices instead, of one provider or of all; nobody is asked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;delete' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be deleted')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be deleted')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;prune' {
            [CompletionResult]::new('--older-than', '--older-than', [CompletionResultType]::ParameterName, 'How long nobody must have gone on with them, in hours (h), days (d), weeks (w), months (mo) or years (y), such as 180d')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--all-users', '--all-users', [CompletionResultType]::ParameterName, 'The conversations of all users, whoever `--user` names')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be deleted')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be deleted')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;chat;help' {
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Send a prompt to a model, print the reply as it comes, and store both')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List conversations, the one active last first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a conversation')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find messages by the words in them, the best first')
            [CompletionResult]::new('retry', 'retry', [CompletionResultType]::ParameterValue, 'Ask the last question of a conversation again, for a reply in the place of the one it has')
            [CompletionResult]::new('fork', 'fork', [CompletionResultType]::ParameterValue, 'Begin a new conversation with the messages of another one, or with the first of them')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a conversation another title')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Show the tags of conversations, add some and remove some')
            [CompletionResult]::new('pin', 'pin', [CompletionResultType]::ParameterValue, 'Keep conversations at the top of the list')
            [CompletionResult]::new('archive', 'archive', [CompletionResultType]::ParameterValue, 'Take conversations off the list, without deleting them')
            [CompletionResult]::new('recover', 'recover', [CompletionResultType]::ParameterValue, 'Store the replies that an interrupted command left, or that the store did not take')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Show which models a provider offers, and what they cost')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete conversations; what they cost stays in the ledger')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Delete conversations that nobody went on with for long; what they cost stays in the ledger')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;chat;help;send' {
            break
        }
        'chatkeep;chat;help;list' {
            break
        }
        'chatkeep;chat;help;show' {
            break
        }
        'chatkeep;chat;help;search' {
            break
        }
        'chatkeep;chat;help;retry' {
            break
        }
        'chatkeep;chat;help;fork' {
            break
        }
        'chatkeep;chat;help;rename' {
            break
        }
        'chatkeep;chat;help;tag' {
            break
        }
        'chatkeep;chat;help;pin' {
            break
        }
        'chatkeep;chat;help;archive' {
            break
        }
        'chatkeep;chat;help;recover' {
            break
        }
        'chatkeep;chat;help;models' {
            break
        }
        'chatkeep;chat;help;delete' {
            break
        }
        'chatkeep;chat;help;prune' {
            break
        }
        'chatkeep;chat;help;help' {
            break
        }
        'chatkeep;export' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address, or a name that only one account has [default: everyone''s]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose conversations: an id, an e-mail address, or a name that only one account has [default: everyone''s]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only those with this provider [default: any]')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Only those with this model, alone or as PROVIDER/MODEL [default: any]')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Only those with this model, alone or as PROVIDER/MODEL [default: any]')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Only those with all of these tags, with commas between them [default: any]')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only those with all of these tags, with commas between them [default: any]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only those active since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or ''last month'' and the like [default: ever]')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only those not active after that: a day, a time or how long ago [default: no end]')
            [CompletionResult]::new('--text', '--text', [CompletionResultType]::ParameterName, 'Only those in whose titles and messages all of these words occur, in any case [default: any]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The format of the export [default: as the name of the file says, else json]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write, or with --split the folder, readable by its owner only; - is standard output [default: -]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write, or with --split the folder, readable by its owner only; - is standard output [default: -]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--archived', '--archived', [CompletionResultType]::ParameterName, 'Only those that are archived')
            [CompletionResult]::new('--no-archived', '--no-archived', [CompletionResultType]::ParameterName, 'Not those that are archived')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace the file if it is there')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the file if it is there')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Write each conversation to a file of its own, in a new folder; for several users, in a folder for each')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Replace keys, e-mail addresses, and card and phone numbers in texts, as far as their form tells them; no guarantee')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;import' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Whose the conversations become: an id, an e-mail address, or a name that only one account has [default: CHATKEEP_USER, else `user` in the configuration, else the only user]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Whose the conversations become: an id, an e-mail address, or a name that only one account has [default: CHATKEEP_USER, else `user` in the configuration, else the only user]')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The format of the file')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show what would be imported, and change nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be imported, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;backup' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The folder to put it in, under a name made of the time [default: backup.folder of the configuration, else backups/ in the store''s folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to make of it, which must not be there; - writes it to standard output [default: as --to says]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to make of it, which must not be there; - writes it to standard output [default: as --to says]')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'How hard to compress, from 1 (fastest) to 9 (smallest) [default: 5]')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'A remark that is kept in it and shown by `backup list` [default: none]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Encrypt it to this recipient alone: age1…, or a public SSH key in quotes; may be given again [default: backup.recipients of the configuration]')
            [CompletionResult]::new('--recipient', '--recipient', [CompletionResultType]::ParameterName, 'Encrypt it to this recipient alone: age1…, or a public SSH key in quotes; may be given again [default: backup.recipients of the configuration]')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Encrypt it to the recipients that this file lists, one on a line; may be given again [default: none]')
            [CompletionResult]::new('--recipients-file', '--recipients-file', [CompletionResultType]::ParameterName, 'Encrypt it to the recipients that this file lists, one on a line; may be given again [default: none]')
            [CompletionResult]::new('--backup-passphrase-file', '--backup-passphrase-file', [CompletionResultType]::ParameterName, 'Encrypt it with the passphrase that this file holds [default: none]')
            [CompletionResult]::new('--keep-last', '--keep-last', [CompletionResultType]::ParameterName, 'Keep so many of the newest backups [default: backup.keep_last of the configuration]')
            [CompletionResult]::new('--keep-hourly', '--keep-hourly', [CompletionResultType]::ParameterName, 'Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]')
            [CompletionResult]::new('--keep-daily', '--keep-daily', [CompletionResultType]::ParameterName, 'The same of days [default: backup.keep_daily of the configuration]')
            [CompletionResult]::new('--keep-weekly', '--keep-weekly', [CompletionResultType]::ParameterName, 'The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]')
            [CompletionResult]::new('--keep-monthly', '--keep-monthly', [CompletionResultType]::ParameterName, 'The same of months [default: backup.keep_monthly of the configuration]')
            [CompletionResult]::new('--keep-yearly', '--keep-yearly', [CompletionResultType]::ParameterName, 'The same of years, of backups of any age [default: backup.keep_yearly of the configuration]')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Note what became of it in a file for the textfile collector of Prometheus''s node exporter [default: nowhere]')
            [CompletionResult]::new('--on-failure', '--on-failure', [CompletionResultType]::ParameterName, 'Have the shell run a command if it fails, with CHATKEEP_ERROR and CHATKEEP_ERROR_CODE in its environment [default: none]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--exclude-keys', '--exclude-keys', [CompletionResultType]::ParameterName, 'Leave the API keys out; when it is restored, those that the store has then stay')
            [CompletionResult]::new('--if-idle', '--if-idle', [CompletionResultType]::ParameterName, 'Make none, with exit code 5, if another backup with this option is on its way into the same folder')
            [CompletionResult]::new('--verify', '--verify', [CompletionResultType]::ParameterName, 'Read it back whole and check every byte, which takes no key if it is encrypted; exit code 6 if it is not as it was written')
            [CompletionResult]::new('--encrypt', '--encrypt', [CompletionResultType]::ParameterName, 'Encrypt it with age, to the recipients of the store unless others are named [default: as backup.encrypt of the configuration says, else not]')
            [CompletionResult]::new('--encrypt-passphrase', '--encrypt-passphrase', [CompletionResultType]::ParameterName, 'Encrypt it with a passphrase, which is asked for')
            [CompletionResult]::new('--no-encrypt', '--no-encrypt', [CompletionResultType]::ParameterName, 'Do not encrypt it, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a backup of the whole store')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the backups in a folder, the newest last; exit code 6 if one cannot be read')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Read backups whole and check every byte; exit code 6 if one is damaged, 7 if one cannot be decrypted')
            [CompletionResult]::new('drill', 'drill', [CompletionResultType]::ParameterValue, 'Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Remove the backups in a folder that no rule keeps')
            [CompletionResult]::new('schedule', 'schedule', [CompletionResultType]::ParameterValue, 'Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;backup;create' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The folder to put it in, under a name made of the time [default: backup.folder of the configuration, else backups/ in the store''s folder]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to make of it, which must not be there; - writes it to standard output [default: as --to says]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to make of it, which must not be there; - writes it to standard output [default: as --to says]')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'How hard to compress, from 1 (fastest) to 9 (smallest) [default: 5]')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'A remark that is kept in it and shown by `backup list` [default: none]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Encrypt it to this recipient alone: age1…, or a public SSH key in quotes; may be given again [default: backup.recipients of the configuration]')
            [CompletionResult]::new('--recipient', '--recipient', [CompletionResultType]::ParameterName, 'Encrypt it to this recipient alone: age1…, or a public SSH key in quotes; may be given again [default: backup.recipients of the configuration]')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Encrypt it to the recipients that this file lists, one on a line; may be given again [default: none]')
            [CompletionResult]::new('--recipients-file', '--recipients-file', [CompletionResultType]::ParameterName, 'Encrypt it to the recipients that this file lists, one on a line; may be given again [default: none]')
            [CompletionResult]::new('--backup-passphrase-file', '--backup-passphrase-file', [CompletionResultType]::ParameterName, 'Encrypt it with the passphrase that this file holds [default: none]')
            [CompletionResult]::new('--keep-last', '--keep-last', [CompletionResultType]::ParameterName, 'Keep so many of the newest backups [default: backup.keep_last of the configuration]')
            [CompletionResult]::new('--keep-hourly', '--keep-hourly', [CompletionResultType]::ParameterName, 'Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]')
            [CompletionResult]::new('--keep-daily', '--keep-daily', [CompletionResultType]::ParameterName, 'The same of days [default: backup.keep_daily of the configuration]')
            [CompletionResult]::new('--keep-weekly', '--keep-weekly', [CompletionResultType]::ParameterName, 'The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]')
            [CompletionResult]::new('--keep-monthly', '--keep-monthly', [CompletionResultType]::ParameterName, 'The same of months [default: backup.keep_monthly of the configuration]')
            [CompletionResult]::new('--keep-yearly', '--keep-yearly', [CompletionResultType]::ParameterName, 'The same of years, of backups of any age [default: backup.keep_yearly of the configuration]')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Note what became of it in a file for the textfile collector of Prometheus''s node exporter [default: nowhere]')
            [CompletionResult]::new('--on-failure', '--on-failure', [CompletionResultType]::ParameterName, 'Have the shell run a command if it fails, with CHATKEEP_ERROR and CHATKEEP_ERROR_CODE in its environment [default: none]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--exclude-keys', '--exclude-keys', [CompletionResultType]::ParameterName, 'Leave the API keys out; when it is restored, those that the store has then stay')
            [CompletionResult]::new('--if-idle', '--if-idle', [CompletionResultType]::ParameterName, 'Make none, with exit code 5, if another backup with this option is on its way into the same folder')
            [CompletionResult]::new('--verify', '--verify', [CompletionResultType]::ParameterName, 'Read it back whole and check every byte, which takes no key if it is encrypted; exit code 6 if it is not as it was written')
            [CompletionResult]::new('--encrypt', '--encrypt', [CompletionResultType]::ParameterName, 'Encrypt it with age, to the recipients of the store unless others are named [default: as backup.encrypt of the configuration says, else not]')
            [CompletionResult]::new('--encrypt-passphrase', '--encrypt-passphrase', [CompletionResultType]::ParameterName, 'Encrypt it with a passphrase, which is asked for')
            [CompletionResult]::new('--no-encrypt', '--no-encrypt', [CompletionResultType]::ParameterName, 'Do not encrypt it, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;backup;list' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]')
            [CompletionResult]::new('--backup-identity', '--backup-identity', [CompletionResultType]::ParameterName, 'What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]')
            [CompletionResult]::new('--backup-passphrase-file', '--backup-passphrase-file', [CompletionResultType]::ParameterName, 'A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;backup;verify' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]')
            [CompletionResult]::new('--backup-identity', '--backup-identity', [CompletionResultType]::ParameterName, 'What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]')
            [CompletionResult]::new('--backup-passphrase-file', '--backup-passphrase-file', [CompletionResultType]::ParameterName, 'A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;backup;drill' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]')
            [CompletionResult]::new('--backup-identity', '--backup-identity', [CompletionResultType]::ParameterName, 'What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]')
            [CompletionResult]::new('--backup-passphrase-file', '--backup-passphrase-file', [CompletionResultType]::ParameterName, 'A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]')
            [CompletionResult]::new('--scratch', '--scratch', [CompletionResultType]::ParameterName, 'The folder to restore below, which must have room for the whole store [default: where chatkeep keeps what this machine has of stores]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;backup;check' {
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'How old the newest good backup may be, in s, m, h or d (days)')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;backup;prune' {
            [CompletionResult]::new('--keep-last', '--keep-last', [CompletionResultType]::ParameterName, 'Keep so many of the newest backups [default: backup.keep_last of the configuration]')
            [CompletionResult]::new('--keep-hourly', '--keep-hourly', [CompletionResultType]::ParameterName, 'Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]')
            [CompletionResult]::new('--keep-daily', '--keep-daily', [CompletionResultType]::ParameterName, 'The same of days [default: backup.keep_daily of the configuration]')
            [CompletionResult]::new('--keep-weekly', '--keep-weekly', [CompletionResultType]::ParameterName, 'The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]')
            [CompletionResult]::new('--keep-monthly', '--keep-monthly', [CompletionResultType]::ParameterName, 'The same of months [default: backup.keep_monthly of the configuration]')
            [CompletionResult]::new('--keep-yearly', '--keep-yearly', [CompletionResultType]::ParameterName, 'The same of years, of backups of any age [default: backup.keep_yearly of the configuration]')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be removed')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be removed')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;backup;schedule' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When, by this machine''s clock')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--cron', '--cron', [CompletionResultType]::ParameterName, 'By a line in your crontab [default: systemd if it runs, launchd on macOS, else cron]')
            [CompletionResult]::new('--systemd', '--systemd', [CompletionResultType]::ParameterName, 'By a timer and a service of systemd: yours, or the machine''s if you are root')
            [CompletionResult]::new('--launchd', '--launchd', [CompletionResultType]::ParameterName, 'By a property list for launchd: yours, or the machine''s if you are root')
            [CompletionResult]::new('--install', '--install', [CompletionResultType]::ParameterName, 'Install it, in the place of what was installed for this store before')
            [CompletionResult]::new('--remove', '--remove', [CompletionResultType]::ParameterName, 'Remove what was installed for this store')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;backup;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a backup of the whole store')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the backups in a folder, the newest last; exit code 6 if one cannot be read')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Read backups whole and check every byte; exit code 6 if one is damaged, 7 if one cannot be decrypted')
            [CompletionResult]::new('drill', 'drill', [CompletionResultType]::ParameterValue, 'Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Remove the backups in a folder that no rule keeps')
            [CompletionResult]::new('schedule', 'schedule', [CompletionResultType]::ParameterValue, 'Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;backup;help;create' {
            break
        }
        'chatkeep;backup;help;list' {
            break
        }
        'chatkeep;backup;help;verify' {
            break
        }
        'chatkeep;backup;help;drill' {
            break
        }
        'chatkeep;backup;help;check' {
            break
        }
        'chatkeep;backup;help;prune' {
            break
        }
        'chatkeep;backup;help;schedule' {
            break
        }
        'chatkeep;backup;help;help' {
            break
        }
        'chatkeep;restore' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store''s folder]')
            [CompletionResult]::new('--backup-identity', '--backup-identity', [CompletionResultType]::ParameterName, 'What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]')
            [CompletionResult]::new('--backup-passphrase-file', '--backup-passphrase-file', [CompletionResultType]::ParameterName, 'A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Restore what this user had alone, with the account if it is gone; what is there by now stays [default: everything]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Restore what this user had alone, with the account if it is gone; what is there by now stays [default: everything]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Restore this conversation of the user''s alone: an id, the beginning of one, or `last` for the latest in the backup; may be given again [default: all]')
            [CompletionResult]::new('--conversation', '--conversation', [CompletionResultType]::ParameterName, 'Restore this conversation of the user''s alone: an id, the beginning of one, or `last` for the latest in the backup; may be given again [default: all]')
            [CompletionResult]::new('--into', '--into', [CompletionResultType]::ParameterName, 'Restore into this store instead, which is made if there is none [default: the store]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--undo', '--undo', [CompletionResultType]::ParameterName, 'Go back to what the last restore replaced')
            [CompletionResult]::new('--keys-only', '--keys-only', [CompletionResultType]::ParameterName, 'Restore the user''s API keys alone')
            [CompletionResult]::new('--merge', '--merge', [CompletionResultType]::ParameterName, 'Bring back what is missing by now, for everybody, and leave what is there as it is; for one user that is the usual way')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'With --user, --conversation or --keys-only: what is there by now, and is another, gives way')
            [CompletionResult]::new('--with-erased', '--with-erased', [CompletionResultType]::ParameterName, 'Bring back those, too, who were erased with `user remove --erase`, and remove their tombstones')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would change; the backup is read whole and checked, or for one user that user''s part')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would change; the backup is read whole and checked, or for one user that user''s part')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;stats' {
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What a row is made for: any of user, provider, model, day, week, month, weekday, hour, conversation and tag, with commas between them')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Only what this user took: an id, an e-mail address, or a name that only one account has; of a removed one, the id [default: everyone]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Only what this user took: an id, an e-mail address, or a name that only one account has; of a removed one, the id [default: everyone]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Only replies of these providers, with commas between them [default: all]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only replies of these providers, with commas between them [default: all]')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Only replies of these models, with commas between them [default: all]')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Only replies of these models, with commas between them [default: all]')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Only in conversations that have all of these tags, with commas between them [default: all]')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only in conversations that have all of these tags, with commas between them [default: all]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'What counts from then on: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or ''last month'' and the like [default: ever]')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'What counts up to then: likewise; a day, a week, a month or a year to its end [default: no end]')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'The time zone of days and hours, such as Europe/Berlin [default: the store''s]')
            [CompletionResult]::new('--compare', '--compare', [CompletionResultType]::ParameterName, 'Set the period before, which is as long, beside it [default: not]')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'What comes first: dates in their order and then the dearest; the most of one thing; what became dearer by most; or names in theirs')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'The most rows to show; the others become one [default: all]')
            [CompletionResult]::new('--fail-over', '--fail-over', [CompletionResultType]::ParameterName, 'Exit code 9 if all together cost more than this amount, such as 500USD [default: never]')
            [CompletionResult]::new('--reprice', '--reprice', [CompletionResultType]::ParameterName, 'Set beside what was recorded what the prices say, by provider and model: those of this day (UTC) for all replies, or those of each reply''s own time; nothing is changed [default: not; each reply''s own time if no day is named]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Write the rows for a document or for monitoring instead of as --format says [default: as --format says]')
            [CompletionResult]::new('--chart', '--chart', [CompletionResultType]::ParameterName, 'Draw bars below the table, and beside one another what was when if a row is made for dates: of cost, tokens or replies [default: no bars; of cost if nothing else is named]')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write a page with charts and a table for each dimension to this file, readable by its owner only; - is standard output [default: no page]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Sort the other way round')
            [CompletionResult]::new('--reverse', '--reverse', [CompletionResultType]::ParameterName, 'Sort the other way round')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace the file of --html if it is there')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the file of --html if it is there')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('budgets', 'budgets', [CompletionResultType]::ParameterValue, 'Show what is used of each budget, what is left, and what will be used if it goes on like that')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;stats;budgets' {
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'Only this user''s: an id, an e-mail address, or a name that only one account has [default: everyone''s]')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Only this user''s: an id, an e-mail address, or a name that only one account has [default: everyone''s]')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'What comes first')
            [CompletionResult]::new('--fail-at', '--fail-at', [CompletionResultType]::ParameterName, 'Exit code 9 if so much of a budget is used, such as 80%; or with the word forecast, if one will be over when its period ends [default: never]')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;stats;help' {
            [CompletionResult]::new('budgets', 'budgets', [CompletionResultType]::ParameterValue, 'Show what is used of each budget, what is left, and what will be used if it goes on like that')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;stats;help;budgets' {
            break
        }
        'chatkeep;stats;help;help' {
            break
        }
        'chatkeep;migrate' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The place of the copy: a folder, sqlite:FILE or postgres://…; there must be no accounts')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--verify-only', '--verify-only', [CompletionResultType]::ParameterName, 'Copy nothing; only compare the two stores')
            [CompletionResult]::new('--distributed', '--distributed', [CompletionResultType]::ParameterName, 'Spread the copy over the servers of a PostgreSQL database that has the extension Citus')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;doctor' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'The name of that role')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what can be mended without loss: leftovers of killed commands, permissions of what chatkeep made, missing folders')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do it without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be mended')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be mended')
            [CompletionResult]::new('--measure', '--measure', [CompletionResultType]::ParameterName, 'Measure instead, changing nothing, and say which backend would serve: users, sizes, the time of an append and of a search')
            [CompletionResult]::new('--grants', '--grants', [CompletionResultType]::ParameterName, 'Only print the SQL that makes a role which may work on a store in PostgreSQL, and nothing more; the database is not asked')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;completions' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform''s data folder]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the identity [default: ask at the terminal]')
            [CompletionResult]::new('--fernet-secret-file', '--fernet-secret-file', [CompletionResultType]::ParameterName, 'A file with the web app''s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written to standard output [default: table]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: config.toml in the configuration folder]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but results, warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on standard error what is done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'chatkeep;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a store, and an identity to encrypt its keys to')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Make a sample store to try everything on, and show what to try')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Add, list, change, disable and remove accounts')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Set, list, show and remove API keys, and look after the identity that opens them')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Ask a model, and look after the conversations')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write conversations out, as json, jsonl, markdown, csv, html or what ChatGPT exports')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import conversations from exports of chatkeep and of other tools')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Make, list, verify, prove, check, prune and schedule backups of the whole store')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Restore a store from a backup: everything, one user, or one conversation')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Sum up tokens and cost, by user, provider, model, day or month')
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Copy the store into another backend, JSON files, SQLite or PostgreSQL, and compare the two')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Examine the store: find damage, leftovers and wrong permissions, and mend what can be mended without loss')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a script that completes commands and options in a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'chatkeep;help;init' {
            break
        }
        'chatkeep;help;demo' {
            break
        }
        'chatkeep;help;user' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an account that signs in with e-mail and password')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all accounts')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show an account, the providers it has keys for, and what it used')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change the name, the address or the budget of an account')
            [CompletionResult]::new('passwd', 'passwd', [CompletionResultType]::ParameterValue, 'Set a new password')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a password; exit code 7 if it is wrong')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Keep an account from signing in with its password, and from `chat`')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Let a disabled account sign in again')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove an account with its keys and conversations')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Move everything of one account into another, and remove it')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Make accounts what a file declares')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write out everything that is held on a person, but for passwords and keys')
            break
        }
        'chatkeep;help;user;add' {
            break
        }
        'chatkeep;help;user;list' {
            break
        }
        'chatkeep;help;user;show' {
            break
        }
        'chatkeep;help;user;set' {
            break
        }
        'chatkeep;help;user;passwd' {
            break
        }
        'chatkeep;help;user;verify' {
            break
        }
        'chatkeep;help;user;disable' {
            break
        }
        'chatkeep;help;user;enable' {
            break
        }
        'chatkeep;help;user;remove' {
            break
        }
        'chatkeep;help;user;merge' {
            break
        }
        'chatkeep;help;user;apply' {
            break
        }
        'chatkeep;help;user;export' {
            break
        }
        'chatkeep;help;key' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set a user''s API key, encrypted; the key is asked for, and never an argument')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List for which providers keys are set, and how they are encrypted')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Decrypt a key, and show its first and last characters')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Try stored keys: ask their providers which models they offer')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a key')
            [CompletionResult]::new('adopt', 'adopt', [CompletionResultType]::ParameterValue, 'Turn the web app''s keys (Fernet) into ours (age); the web app loses them')
            [CompletionResult]::new('rekey', 'rekey', [CompletionResultType]::ParameterValue, 'Encrypt every age key anew: for a new identity, or for other recipients')
            [CompletionResult]::new('identity', 'identity', [CompletionResultType]::ParameterValue, 'Tell where the identity is that opens the keys, and export it')
            break
        }
        'chatkeep;help;key;set' {
            break
        }
        'chatkeep;help;key;list' {
            break
        }
        'chatkeep;help;key;show' {
            break
        }
        'chatkeep;help;key;test' {
            break
        }
        'chatkeep;help;key;remove' {
            break
        }
        'chatkeep;help;key;adopt' {
            break
        }
        'chatkeep;help;key;rekey' {
            break
        }
        'chatkeep;help;key;identity' {
            break
        }
        'chatkeep;help;chat' {
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Send a prompt to a model, print the reply as it comes, and store both')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List conversations, the one active last first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a conversation')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find messages by the words in them, the best first')
            [CompletionResult]::new('retry', 'retry', [CompletionResultType]::ParameterValue, 'Ask the last question of a conversation again, for a reply in the place of the one it has')
            [CompletionResult]::new('fork', 'fork', [CompletionResultType]::ParameterValue, 'Begin a new conversation with the messages of another one, or with the first of them')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a conversation another title')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'Show the tags of conversations, add some and remove some')
            [CompletionResult]::new('pin', 'pin', [CompletionResultType]::ParameterValue, 'Keep conversations at the top of the list')
            [CompletionResult]::new('archive', 'archive', [CompletionResultType]::ParameterValue, 'Take conversations off the list, without deleting them')
            [CompletionResult]::new('recover', 'recover', [CompletionResultType]::ParameterValue, 'Store the replies that an interrupted command left, or that the store did not take')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Show which models a provider offers, and what they cost')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete conversations; what they cost stays in the ledger')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Delete conversations that nobody went on with for long; what they cost stays in the ledger')
            break
        }
        'chatkeep;help;chat;send' {
            break
        }
        'chatkeep;help;chat;list' {
            break
        }
        'chatkeep;help;chat;show' {
            break
        }
        'chatkeep;help;chat;search' {
            break
        }
        'chatkeep;help;chat;retry' {
            break
        }
        'chatkeep;help;chat;fork' {
            break
        }
        'chatkeep;help;chat;rename' {
            break
        }
        'chatkeep;help;chat;tag' {
            break
        }
        'chatkeep;help;chat;pin' {
            break
        }
        'chatkeep;help;chat;archive' {
            break
        }
        'chatkeep;help;chat;recover' {
            break
        }
        'chatkeep;help;chat;models' {
            break
        }
        'chatkeep;help;chat;delete' {
            break
        }
        'chatkeep;help;chat;prune' {
            break
        }
        'chatkeep;help;export' {
            break
        }
        'chatkeep;help;import' {
            break
        }
        'chatkeep;help;backup' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a backup of the whole store')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the backups in a folder, the newest last; exit code 6 if one cannot be read')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Read backups whole and check every byte; exit code 6 if one is damaged, 7 if one cannot be decrypted')
            [CompletionResult]::new('drill', 'drill', [CompletionResultType]::ParameterValue, 'Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Remove the backups in a folder that no rule keeps')
            [CompletionResult]::new('schedule', 'schedule', [CompletionResultType]::ParameterValue, 'Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it')
            break
        }
        'chatkeep;help;backup;create' {
            break
        }
        'chatkeep;help;backup;list' {
            break
        }
        'chatkeep;help;backup;verify' {
            break
        }
        'chatkeep;help;backup;drill' {
            break
        }
        'chatkeep;help;backup;check' {
            break
        }
        'chatkeep;help;backup;prune' {
            break
        }
        'chatkeep;help;backup;schedule' {
            break
        }
        'chatkeep;help;restore' {
            break
        }
        'chatkeep;help;stats' {
            [CompletionResult]::new('budgets', 'budgets', [CompletionResultType]::ParameterValue, 'Show what is used of each budget, what is left, and what will be used if it goes on like that')
            break
        }
        'chatkeep;help;stats;budgets' {
            break
        }
        'chatkeep;help;migrate' {
            break
        }
        'chatkeep;help;doctor' {
            break
        }
        'chatkeep;help;completions' {
            break
        }
        'chatkeep;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
