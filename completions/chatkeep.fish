# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_chatkeep_global_optspecs
    string join \n store= identity= passphrase-file= fernet-secret-file= format= color= lock-timeout= config= q/quiet v/verbose h/help V/version
end

function __fish_chatkeep_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_chatkeep_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_chatkeep_using_subcommand
    set -l cmd (__fish_chatkeep_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c chatkeep -n "__fish_chatkeep_needs_command" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_needs_command" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_needs_command" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_needs_command" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_needs_command" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_needs_command" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_needs_command" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_needs_command" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_needs_command" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "init" -d 'Make a store, and an identity to encrypt its keys to'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "demo" -d 'Make a sample store to try everything on, and show what to try'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "user" -d 'Add, list, change, disable and remove accounts'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "key" -d 'Set, list, show and remove API keys, and look after the identity that opens them'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "chat" -d 'Ask a model, and look after the conversations'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "export" -d 'Write conversations out, as json, jsonl, markdown, csv, html or what ChatGPT exports'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "import" -d 'Import conversations from exports of chatkeep and of other tools'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "backup" -d 'Make, list, verify, prove, check, prune and schedule backups of the whole store'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "restore" -d 'Restore a store from a backup: everything, one user, or one conversation'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "stats" -d 'Sum up tokens and cost, by user, provider, model, day or month'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "migrate" -d 'Copy the store into another backend, JSON files, SQLite or PostgreSQL, and compare the two'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "doctor" -d 'Examine the store: find damage, leftovers and wrong permissions, and mend what can be mended without loss'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "completions" -d 'Print a script that completes commands and options in a shell'
complete -c chatkeep -n "__fish_chatkeep_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -l timezone -d 'The time zone in which days and months are counted, such as Europe/Berlin [default: the system\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -l distributed -d 'Spread the store over the servers of a PostgreSQL database that has the extension Citus'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand init" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand demo" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "add" -d 'Add an account that signs in with e-mail and password'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "list" -d 'List all accounts'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "show" -d 'Show an account, the providers it has keys for, and what it used'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "set" -d 'Change the name, the address or the budget of an account'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "passwd" -d 'Set a new password'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "verify" -d 'Check a password; exit code 7 if it is wrong'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "disable" -d 'Keep an account from signing in with its password, and from `chat`'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "enable" -d 'Let a disabled account sign in again'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "remove" -d 'Remove an account with its keys and conversations'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "merge" -d 'Move everything of one account into another, and remove it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "apply" -d 'Make accounts what a file declares'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "export" -d 'Write out everything that is held on a person, but for passwords and keys'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and not __fish_seen_subcommand_from add list show set passwd verify disable enable remove merge apply export help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l name -d 'The name to show [default: the address up to its @]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l password-file -d 'Read the password from a file [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l password-stdin -d 'Read the password from standard input, to its end [default: ask at the terminal]'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l generate -d 'Make a password up, and print it once'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -l no-password -d 'Add the account without a password: nobody can sign in until one is set'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from add" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -l email -d 'The new e-mail address; kept in lower case [default: unchanged]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -l name -d 'The new name [default: unchanged]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -l budget -d 'The most that replies may cost in a day, week, month or year of the calendar, such as 20USD/month; `none` for no limit [default: unchanged]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -l password-file -d 'Read the password from a file [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -l password-stdin -d 'Read the password from standard input, to its end [default: ask at the terminal]'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -l generate -d 'Make a password up, and print it once'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from passwd" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -l password-file -d 'Read the password from a file [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -l password-stdin -d 'Read the password from standard input, to its end [default: ask at the terminal]'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from disable" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from enable" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -l erase -d 'Erase the person for good: also replies not saved yet, and versions kept beside the web app; a tombstone keeps restores of older backups from bringing them back. Prints a receipt of what went, and of what is left elsewhere'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Do it without asking'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Only tell what would be removed'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from remove" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -s y -l yes -d 'Do it without asking'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -s n -l dry-run -d 'Only tell what would move'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from merge" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l from -d 'The format of the file' -r -f -a "auto\t'Found from the name of the file, else from what is in it'
toml\t'A table [[users]] for each account'
json\t'A list of objects, such as `user list --format json` prints'
csv\t'A row for each account, such as `user list --format csv` prints'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l passwords-to -d 'Make up passwords for accounts that have none, and write them into this new file for you alone: a line each, e-mail address, tab, password; it is on disk before any account changes, and not made if none is needed [default: those have none]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l reset-passwords -d 'Give accounts the declared password that have another one by now'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -l prune -d 'Disable accounts that the file does not declare'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Do it without asking'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -s n -l dry-run -d 'Only tell what would change'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from apply" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -s o -l output -d 'The file to write, readable by its owner only; - is standard output [default: -]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -s f -l force -d 'Replace the file if it is there'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add an account that signs in with e-mail and password'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "list" -d 'List all accounts'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show an account, the providers it has keys for, and what it used'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "set" -d 'Change the name, the address or the budget of an account'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "passwd" -d 'Set a new password'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check a password; exit code 7 if it is wrong'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "disable" -d 'Keep an account from signing in with its password, and from `chat`'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "enable" -d 'Let a disabled account sign in again'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove an account with its keys and conversations'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "merge" -d 'Move everything of one account into another, and remove it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "apply" -d 'Make accounts what a file declares'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write out everything that is held on a person, but for passwords and keys'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -f -a "set" -d 'Set a user\'s API key, encrypted; the key is asked for, and never an argument'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -f -a "list" -d 'List for which providers keys are set, and how they are encrypted'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -f -a "show" -d 'Decrypt a key, and show its first and last characters'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -f -a "test" -d 'Try stored keys: ask their providers which models they offer'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -f -a "remove" -d 'Remove a key'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -f -a "adopt" -d 'Turn the web app\'s keys (Fernet) into ours (age); the web app loses them'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -f -a "rekey" -d 'Encrypt every age key anew: for a new identity, or for other recipients'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -f -a "identity" -d 'Tell where the identity is that opens the keys, and export it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and not __fish_seen_subcommand_from set list show test remove adopt rekey identity help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -l key-file -d 'Read the key from a file [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -l key-stdin -d 'Read the key from standard input, to its end [default: ask at the terminal]'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -l reveal -d 'Print the key whole, and nothing else'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -l timeout -d 'How long to wait for the provider\'s answer, in ms, s, m, h or d [default: 60s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -l all -d 'Test every key of every user'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from test" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Do it without asking'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Only tell what would be removed'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from remove" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -s y -l yes -d 'Do it without asking'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -s n -l dry-run -d 'Only tell what would be turned into age'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from adopt" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l new-identity -d 'Put this identity in place of the one in use; it is made if there is no such file [default: no other identity]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l add -d 'Add a recipient to those of the store; may be repeated [default: none]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l remove -d 'Take a recipient from those of the store; may be repeated [default: none]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l recipient -d 'Let this recipient be the only one; may be repeated for several [default: those of the store]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l recipients-file -d 'Let the recipients be those in a file, one a line [default: those of the store]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -l give-up-access -d 'Go on though the identity in use will open no key any more'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -s y -l yes -d 'Do it without asking'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -s n -l dry-run -d 'Only tell what would be encrypted anew, and for whom'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from rekey" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -l export -d 'Print the identity\'s file, which is a secret, so that a copy can be kept elsewhere'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from identity" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set a user\'s API key, encrypted; the key is asked for, and never an argument'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "list" -d 'List for which providers keys are set, and how they are encrypted'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "show" -d 'Decrypt a key, and show its first and last characters'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "test" -d 'Try stored keys: ask their providers which models they offer'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove a key'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "adopt" -d 'Turn the web app\'s keys (Fernet) into ours (age); the web app loses them'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "rekey" -d 'Encrypt every age key anew: for a new identity, or for other recipients'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "identity" -d 'Tell where the identity is that opens the keys, and export it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s m -l model -d 'The model, alone or as PROVIDER/MODEL [default: the conversation\'s, else `chat.model` of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l provider -d 'The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s s -l system -d 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l max-tokens -d 'The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider\'s, or what is left of a budget pays for]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l temperature -d 'How freely the model chooses words, from 0 to 2; some models refuse it [default: the model\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l stop -d 'A text before which the reply is to end; may be given several times [default: none]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l effort -d 'How hard to think, for models that can [default: the model\'s]' -r -f -a "none\t''
minimal\t''
low\t''
medium\t''
high\t''
xhigh\t''
max\t''"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l thinking -d 'How many tokens to think with at most, for models that take a number [default: the model\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l timeout -d 'How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l conversation -d 'Go on with this conversation: an id, the first four characters of one or more, or `last` [default: begin a new one]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l title -d 'The title of a new conversation [default: the beginning of the prompt]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s a -l attach -d 'Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l schema -d 'Have the reply be JSON that fits the JSON Schema in this file [default: text]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l file -d 'Read the prompt from this file; words of the command line go before it [default: none]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s t -l template -d 'Put the prompt into a template of the configuration [default: as it is]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s p -l param -d 'What a variable of the template stands for; may be given several times [default: as the template says]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l allow-unpriced -d 'Ask a model that has no price, although the user has a budget: what it costs is not counted'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l no-stream -d 'Print the reply when it is whole'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s c -l continue -d 'Go on with the conversation that was active last'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l new -d 'Begin a new conversation, as without `--continue` and `--conversation`'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s e -l edit -d 'Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -l no-save -d 'Store nothing but what the reply took'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s n -l dry-run -d 'Only show the request that would be sent, and what it can cost at most'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s x -l extract -d 'Print the first code block of the reply alone'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "send" -d 'Send a prompt to a model, print the reply as it comes, and store both'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "list" -d 'List conversations, the one active last first'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "show" -d 'Show a conversation'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "search" -d 'Find messages by the words in them, the best first'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "retry" -d 'Ask the last question of a conversation again, for a reply in the place of the one it has'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "fork" -d 'Begin a new conversation with the messages of another one, or with the first of them'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "rename" -d 'Give a conversation another title'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "tag" -d 'Show the tags of conversations, add some and remove some'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "pin" -d 'Keep conversations at the top of the list'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "archive" -d 'Take conversations off the list, without deleting them'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "recover" -d 'Store the replies that an interrupted command left, or that the store did not take'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "models" -d 'Show which models a provider offers, and what they cost'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "delete" -d 'Delete conversations; what they cost stays in the ledger'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "prune" -d 'Delete conversations that nobody went on with for long; what they cost stays in the ledger'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and not __fish_seen_subcommand_from send list show search retry fork rename tag pin archive recover models delete prune help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s m -l model -d 'The model, alone or as PROVIDER/MODEL [default: the conversation\'s, else `chat.model` of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l provider -d 'The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s s -l system -d 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l max-tokens -d 'The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider\'s, or what is left of a budget pays for]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l temperature -d 'How freely the model chooses words, from 0 to 2; some models refuse it [default: the model\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l stop -d 'A text before which the reply is to end; may be given several times [default: none]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l effort -d 'How hard to think, for models that can [default: the model\'s]' -r -f -a "none\t''
minimal\t''
low\t''
medium\t''
high\t''
xhigh\t''
max\t''"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l thinking -d 'How many tokens to think with at most, for models that take a number [default: the model\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l timeout -d 'How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l conversation -d 'Go on with this conversation: an id, the first four characters of one or more, or `last` [default: begin a new one]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l title -d 'The title of a new conversation [default: the beginning of the prompt]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s a -l attach -d 'Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l schema -d 'Have the reply be JSON that fits the JSON Schema in this file [default: text]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l file -d 'Read the prompt from this file; words of the command line go before it [default: none]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s t -l template -d 'Put the prompt into a template of the configuration [default: as it is]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s p -l param -d 'What a variable of the template stands for; may be given several times [default: as the template says]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l allow-unpriced -d 'Ask a model that has no price, although the user has a budget: what it costs is not counted'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l no-stream -d 'Print the reply when it is whole'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s c -l continue -d 'Go on with the conversation that was active last'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l new -d 'Begin a new conversation, as without `--continue` and `--conversation`'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s e -l edit -d 'Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -l no-save -d 'Store nothing but what the reply took'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s n -l dry-run -d 'Only show the request that would be sent, and what it can cost at most'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s x -l extract -d 'Print the first code block of the reply alone'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from send" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l provider -d 'Only those with this provider [default: any]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -s m -l model -d 'Only those with this model, alone or as PROVIDER/MODEL [default: any]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -s t -l tag -d 'Only those with all of these tags, with commas between them [default: any]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l since -d 'Only those active since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or \'last month\' and the like [default: ever]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l until -d 'Only those not active after that: a day, a time or how long ago [default: no end]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l text -d 'Only those in whose titles and messages all of these words occur, in any case [default: any]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l sort -d 'What comes first, behind what is pinned: active or started last, titles by their letters, or the most of the rest' -r -f -a "active\t'The one active last first'
started\t'The one begun last first'
title\t'By the letters of the title'
messages\t'The one with the most messages first'
tokens\t'The one that took the most tokens first'
cost\t'The dearest first'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -s l -l limit -d 'The most conversations to list [default: all]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l all-users -d 'The conversations of all users, whoever `--user` names'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -l archived -d 'Only those that are archived'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -s a -l all -d 'Also those that are archived'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -s r -l reverse -d 'Sort the other way round'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -l last -d 'Only the last reply, its text and nothing else; with a number, so many of the last messages [default: all messages]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -l raw -d 'Do not render the Markdown of replies, which is done on terminals alone; control characters stay visible there'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l role -d 'Only what the user, the assistant or the system wrote [default: everybody]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l provider -d 'Only what this provider answered, or was asked [default: any]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -s m -l model -d 'Only what this model answered, or was asked; alone or as PROVIDER/MODEL [default: any]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -s t -l tag -d 'Only messages of conversations with all of these tags, with commas between them [default: any]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l since -d 'Only what was written since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or \'last month\' and the like [default: ever]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l until -d 'Only what was not written after that: a day, a time or how long ago [default: no end]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l sort -d 'Which come first: those that fit best, or the newest' -r -f -a "relevance\t'Those with the most of what was looked for'
newest\t'Those written last'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -s l -l limit -d 'The most messages to show; 0 for all' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -s C -l context -d 'How many characters to show on each side of what was found [default: 70, or as many as a narrow terminal has room for]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l all-users -d 'The messages of all users, whoever `--user` names'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -l regex -d 'Take the query for a regular expression'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -s s -l case-sensitive -d 'Tell capital letters from small ones'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -s c -l count -d 'Only tell how many there are'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from search" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -s m -l model -d 'The model, alone or as PROVIDER/MODEL [default: the conversation\'s, else `chat.model` of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l provider -d 'The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -s s -l system -d 'Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l max-tokens -d 'The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider\'s, or what is left of a budget pays for]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l temperature -d 'How freely the model chooses words, from 0 to 2; some models refuse it [default: the model\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l stop -d 'A text before which the reply is to end; may be given several times [default: none]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l effort -d 'How hard to think, for models that can [default: the model\'s]' -r -f -a "none\t''
minimal\t''
low\t''
medium\t''
high\t''
xhigh\t''
max\t''"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l thinking -d 'How many tokens to think with at most, for models that take a number [default: the model\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l timeout -d 'How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l allow-unpriced -d 'Ask a model that has no price, although the user has a budget: what it costs is not counted'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -l no-stream -d 'Print the reply when it is whole'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -s n -l dry-run -d 'Only show the request that would be sent, and what it can cost at most'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from retry" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -l at -d 'How many of its messages to begin with, counted as `chat show` shows them [default: all]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -l title -d 'The title of the new conversation [default: the same, with a mark]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from fork" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -s m -l model -d 'The model to ask, alone or as PROVIDER/MODEL [default: the conversation\'s, else `chat.model` of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -l timeout -d 'How long to wait for the model, in ms, s, m, h or d [default: 10m]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -l auto -d 'Ask a model for a title; only the beginning of the conversation is sent'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from rename" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -s a -l add -d 'Tags to add, with commas between them; one that is there in other case stays as it is [default: none]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -s r -l remove -d 'Tags to remove, with commas between them; one that is not there is no fault [default: none]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -l clear -d 'Remove all tags, before those of --add are added'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from tag" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -l off -d 'Take the pin off'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from pin" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -l off -d 'Take them out of the archive'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from archive" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -l all-users -d 'The replies of all users, whoever `--user` names'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -s n -l dry-run -d 'Only tell what would be stored'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from recover" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -l provider -d 'The provider to ask [default: the one of new conversations]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -l timeout -d 'How long to wait for the provider\'s answer, in ms, s, m, h or d [default: 60s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -l prices -d 'Show the table of prices instead, of one provider or of all; nobody is asked'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from models" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do it without asking'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -s n -l dry-run -d 'Only tell what would be deleted'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -l older-than -d 'How long nobody must have gone on with them, in hours (h), days (d), weeks (w), months (mo) or years (y), such as 180d' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -s u -l user -d 'Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -l all-users -d 'The conversations of all users, whoever `--user` names'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -s y -l yes -d 'Do it without asking'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -s n -l dry-run -d 'Only tell what would be deleted'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from prune" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "send" -d 'Send a prompt to a model, print the reply as it comes, and store both'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "list" -d 'List conversations, the one active last first'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a conversation'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "search" -d 'Find messages by the words in them, the best first'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "retry" -d 'Ask the last question of a conversation again, for a reply in the place of the one it has'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "fork" -d 'Begin a new conversation with the messages of another one, or with the first of them'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "rename" -d 'Give a conversation another title'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "tag" -d 'Show the tags of conversations, add some and remove some'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "pin" -d 'Keep conversations at the top of the list'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "archive" -d 'Take conversations off the list, without deleting them'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "recover" -d 'Store the replies that an interrupted command left, or that the store did not take'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "models" -d 'Show which models a provider offers, and what they cost'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete conversations; what they cost stays in the ledger'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "prune" -d 'Delete conversations that nobody went on with for long; what they cost stays in the ledger'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand chat; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -s u -l user -d 'Whose conversations: an id, an e-mail address, or a name that only one account has [default: everyone\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l provider -d 'Only those with this provider [default: any]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -s m -l model -d 'Only those with this model, alone or as PROVIDER/MODEL [default: any]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -s t -l tag -d 'Only those with all of these tags, with commas between them [default: any]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l since -d 'Only those active since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or \'last month\' and the like [default: ever]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l until -d 'Only those not active after that: a day, a time or how long ago [default: no end]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l text -d 'Only those in whose titles and messages all of these words occur, in any case [default: any]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l as -d 'The format of the export [default: as the name of the file says, else json]' -r -f -a "json\t'One JSON document with everything, exactly as stored'
jsonl\t'A JSON document on each line, for each conversation'
markdown\t'Text to read, with the facts before each conversation'
csv\t'A row for each message, for spreadsheets'
chatgpt\t'What OpenAI\'s own export has (conversations.json), for tools that read that'
html\t'A page to read in a browser, of one conversation, or of several with an index'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -s o -l output -d 'The file to write, or with --split the folder, readable by its owner only; - is standard output [default: -]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l archived -d 'Only those that are archived'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l no-archived -d 'Not those that are archived'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -s f -l force -d 'Replace the file if it is there'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l split -d 'Write each conversation to a file of its own, in a new folder; for several users, in a folder for each'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -l redact -d 'Replace keys, e-mail addresses, and card and phone numbers in texts, as far as their form tells them; no guarantee'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand export" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -s u -l user -d 'Whose the conversations become: an id, an e-mail address, or a name that only one account has [default: CHATKEEP_USER, else `user` in the configuration, else the only user]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -l from -d 'The format of the file' -r -f -a "auto\t'Found from what is in the file'
json\t'What `chatkeep export` writes'
jsonl\t'What `chatkeep export --as jsonl` writes'
markdown\t'What `chatkeep export --as markdown` writes'
openai\t'conversations.json of an export of ChatGPT'
anthropic\t'conversations.json of an export of Claude'
open-webui\t'What Open WebUI exports of one chat or of all'
librechat\t'What LibreChat exports of a conversation as JSON'
llm\t'logs.db of the program llm; `llm logs path` prints where it is'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -s n -l dry-run -d 'Show what would be imported, and change nothing'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand import" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l to -d 'The folder to put it in, under a name made of the time [default: backup.folder of the configuration, else backups/ in the store\'s folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -s o -l output -d 'The file to make of it, which must not be there; - writes it to standard output [default: as --to says]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l level -d 'How hard to compress, from 1 (fastest) to 9 (smallest) [default: 5]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l note -d 'A remark that is kept in it and shown by `backup list` [default: none]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -s r -l recipient -d 'Encrypt it to this recipient alone: age1…, or a public SSH key in quotes; may be given again [default: backup.recipients of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -s R -l recipients-file -d 'Encrypt it to the recipients that this file lists, one on a line; may be given again [default: none]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l backup-passphrase-file -d 'Encrypt it with the passphrase that this file holds [default: none]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l keep-last -d 'Keep so many of the newest backups [default: backup.keep_last of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l keep-hourly -d 'Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l keep-daily -d 'The same of days [default: backup.keep_daily of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l keep-weekly -d 'The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l keep-monthly -d 'The same of months [default: backup.keep_monthly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l keep-yearly -d 'The same of years, of backups of any age [default: backup.keep_yearly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l metrics -d 'Note what became of it in a file for the textfile collector of Prometheus\'s node exporter [default: nowhere]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l on-failure -d 'Have the shell run a command if it fails, with CHATKEEP_ERROR and CHATKEEP_ERROR_CODE in its environment [default: none]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l exclude-keys -d 'Leave the API keys out; when it is restored, those that the store has then stay'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l if-idle -d 'Make none, with exit code 5, if another backup with this option is on its way into the same folder'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l verify -d 'Read it back whole and check every byte, which takes no key if it is encrypted; exit code 6 if it is not as it was written'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l encrypt -d 'Encrypt it with age, to the recipients of the store unless others are named [default: as backup.encrypt of the configuration says, else not]'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l encrypt-passphrase -d 'Encrypt it with a passphrase, which is asked for'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -l no-encrypt -d 'Do not encrypt it, whatever the configuration says'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -f -a "create" -d 'Make a backup of the whole store'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -f -a "list" -d 'List the backups in a folder, the newest last; exit code 6 if one cannot be read'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -f -a "verify" -d 'Read backups whole and check every byte; exit code 6 if one is damaged, 7 if one cannot be decrypted'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -f -a "drill" -d 'Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -f -a "check" -d 'Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -f -a "prune" -d 'Remove the backups in a folder that no rule keeps'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -f -a "schedule" -d 'Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and not __fish_seen_subcommand_from create list verify drill check prune schedule help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l to -d 'The folder to put it in, under a name made of the time [default: backup.folder of the configuration, else backups/ in the store\'s folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -s o -l output -d 'The file to make of it, which must not be there; - writes it to standard output [default: as --to says]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l level -d 'How hard to compress, from 1 (fastest) to 9 (smallest) [default: 5]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l note -d 'A remark that is kept in it and shown by `backup list` [default: none]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -s r -l recipient -d 'Encrypt it to this recipient alone: age1…, or a public SSH key in quotes; may be given again [default: backup.recipients of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -s R -l recipients-file -d 'Encrypt it to the recipients that this file lists, one on a line; may be given again [default: none]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l backup-passphrase-file -d 'Encrypt it with the passphrase that this file holds [default: none]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l keep-last -d 'Keep so many of the newest backups [default: backup.keep_last of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l keep-hourly -d 'Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l keep-daily -d 'The same of days [default: backup.keep_daily of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l keep-weekly -d 'The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l keep-monthly -d 'The same of months [default: backup.keep_monthly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l keep-yearly -d 'The same of years, of backups of any age [default: backup.keep_yearly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l metrics -d 'Note what became of it in a file for the textfile collector of Prometheus\'s node exporter [default: nowhere]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l on-failure -d 'Have the shell run a command if it fails, with CHATKEEP_ERROR and CHATKEEP_ERROR_CODE in its environment [default: none]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l exclude-keys -d 'Leave the API keys out; when it is restored, those that the store has then stay'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l if-idle -d 'Make none, with exit code 5, if another backup with this option is on its way into the same folder'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l verify -d 'Read it back whole and check every byte, which takes no key if it is encrypted; exit code 6 if it is not as it was written'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l encrypt -d 'Encrypt it with age, to the recipients of the store unless others are named [default: as backup.encrypt of the configuration says, else not]'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l encrypt-passphrase -d 'Encrypt it with a passphrase, which is asked for'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -l no-encrypt -d 'Do not encrypt it, whatever the configuration says'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from create" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -l from -d 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store\'s folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -l backup-identity -d 'What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -l backup-passphrase-file -d 'A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -l from -d 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store\'s folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -l backup-identity -d 'What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -l backup-passphrase-file -d 'A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l from -d 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store\'s folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l backup-identity -d 'What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l backup-passphrase-file -d 'A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l scratch -d 'The folder to restore below, which must have room for the whole store [default: where chatkeep keeps what this machine has of stores]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from drill" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -l max-age -d 'How old the newest good backup may be, in s, m, h or d (days)' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -l from -d 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store\'s folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l keep-last -d 'Keep so many of the newest backups [default: backup.keep_last of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l keep-hourly -d 'Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l keep-daily -d 'The same of days [default: backup.keep_daily of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l keep-weekly -d 'The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l keep-monthly -d 'The same of months [default: backup.keep_monthly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l keep-yearly -d 'The same of years, of backups of any age [default: backup.keep_yearly of the configuration]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l from -d 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store\'s folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -s y -l yes -d 'Do it without asking'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -s n -l dry-run -d 'Only tell what would be removed'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from prune" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l at -d 'When, by this machine\'s clock' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l cron -d 'By a line in your crontab [default: systemd if it runs, launchd on macOS, else cron]'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l systemd -d 'By a timer and a service of systemd: yours, or the machine\'s if you are root'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l launchd -d 'By a property list for launchd: yours, or the machine\'s if you are root'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l install -d 'Install it, in the place of what was installed for this store before'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -l remove -d 'Remove what was installed for this store'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from schedule" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from help" -f -a "create" -d 'Make a backup of the whole store'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the backups in a folder, the newest last; exit code 6 if one cannot be read'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Read backups whole and check every byte; exit code 6 if one is damaged, 7 if one cannot be decrypted'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from help" -f -a "drill" -d 'Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from help" -f -a "check" -d 'Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from help" -f -a "prune" -d 'Remove the backups in a folder that no rule keeps'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from help" -f -a "schedule" -d 'Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand backup; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l from -d 'The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store\'s folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l backup-identity -d 'What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l backup-passphrase-file -d 'A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -s u -l user -d 'Restore what this user had alone, with the account if it is gone; what is there by now stays [default: everything]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -s c -l conversation -d 'Restore this conversation of the user\'s alone: an id, the beginning of one, or `last` for the latest in the backup; may be given again [default: all]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l into -d 'Restore into this store instead, which is made if there is none [default: the store]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l undo -d 'Go back to what the last restore replaced'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l keys-only -d 'Restore the user\'s API keys alone'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l merge -d 'Bring back what is missing by now, for everybody, and leave what is there as it is; for one user that is the usual way'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l replace -d 'With --user, --conversation or --keys-only: what is there by now, and is another, gives way'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -l with-erased -d 'Bring back those, too, who were erased with `user remove --erase`, and remove their tombstones'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -s y -l yes -d 'Do not ask'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -s n -l dry-run -d 'Only tell what would change; the backup is read whole and checked, or for one user that user\'s part'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand restore" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l by -d 'What a row is made for: any of user, provider, model, day, week, month, weekday, hour, conversation and tag, with commas between them' -r -f -a "user\t'Who asked'
provider\t'Who answered'
model\t'Which model answered'
day\t'The day'
week\t'The week, by its Monday'
month\t'The month'
weekday\t'The day of the week'
hour\t'The hour of the day'
conversation\t'The conversation'
tag\t'A tag of the conversation'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -s u -l user -d 'Only what this user took: an id, an e-mail address, or a name that only one account has; of a removed one, the id [default: everyone]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -s p -l provider -d 'Only replies of these providers, with commas between them [default: all]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -s m -l model -d 'Only replies of these models, with commas between them [default: all]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -s t -l tag -d 'Only in conversations that have all of these tags, with commas between them [default: all]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l since -d 'What counts from then on: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or \'last month\' and the like [default: ever]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l until -d 'What counts up to then: likewise; a day, a week, a month or a year to its end [default: no end]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l timezone -d 'The time zone of days and hours, such as Europe/Berlin [default: the store\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l compare -d 'Set the period before, which is as long, beside it [default: not]' -r -f -a "previous\t'The period before'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l sort -d 'What comes first: dates in their order and then the dearest; the most of one thing; what became dearer by most; or names in theirs' -r -f -a "usual\t'Dates in their order, then the dearest'
cost\t'The dearest'
tokens\t'The most tokens'
replies\t'The most replies'
errors\t'The most errors'
change\t'What became dearer by most, with --compare; what differs by most, with --reprice'
name\t'Names in their order'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l top -d 'The most rows to show; the others become one [default: all]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l fail-over -d 'Exit code 9 if all together cost more than this amount, such as 500USD [default: never]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l reprice -d 'Set beside what was recorded what the prices say, by provider and model: those of this day (UTC) for all replies, or those of each reply\'s own time; nothing is changed [default: not; each reply\'s own time if no day is named]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l as -d 'Write the rows for a document or for monitoring instead of as --format says [default: as --format says]' -r -f -a "markdown\t'A table as GitHub and others render it'
prometheus\t'Gauges for Prometheus, in its text format'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l chart -d 'Draw bars below the table, and beside one another what was when if a row is made for dates: of cost, tokens or replies [default: no bars; of cost if nothing else is named]' -r -f -a "cost\t'What is known of the cost'
tokens\t'Tokens sent and received'
replies\t'Replies'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l html -d 'Write a page with charts and a table for each dimension to this file, readable by its owner only; - is standard output [default: no page]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -s r -l reverse -d 'Sort the other way round'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -s f -l force -d 'Replace the file of --html if it is there'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -f -a "budgets" -d 'Show what is used of each budget, what is left, and what will be used if it goes on like that'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and not __fish_seen_subcommand_from budgets help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -s u -l user -d 'Only this user\'s: an id, an e-mail address, or a name that only one account has [default: everyone\'s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -l sort -d 'What comes first' -r -f -a "used\t'The budget of which the greatest part is used'
left\t'The budget of which least is left'
forecast\t'The budget of which the greatest part will be used'
user\t'Users by their addresses'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -l fail-at -d 'Exit code 9 if so much of a budget is used, such as 80%; or with the word forecast, if one will be over when its period ends [default: never]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from budgets" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from help" -f -a "budgets" -d 'Show what is used of each budget, what is left, and what will be used if it goes on like that'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand stats; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -l to -d 'The place of the copy: a folder, sqlite:FILE or postgres://…; there must be no accounts' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -l verify-only -d 'Copy nothing; only compare the two stores'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -l distributed -d 'Spread the copy over the servers of a PostgreSQL database that has the extension Citus'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand migrate" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l role -d 'The name of that role' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l fix -d 'Mend what can be mended without loss: leftovers of killed commands, permissions of what chatkeep made, missing folders'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -s y -l yes -d 'Do it without asking'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -s n -l dry-run -d 'Only tell what would be mended'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l measure -d 'Measure instead, changing nothing, and say which backend would serve: users, sizes, the time of an append and of a search'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -l grants -d 'Only print the SQL that makes a role which may work on a store in PostgreSQL, and nothing more; the database is not asked'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -l store -d 'The store: a folder with users.json [default: the working folder if it holds a store, else the platform\'s data folder]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -l identity -d 'The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -l passphrase-file -d 'A file with the passphrase of the identity [default: ask at the terminal]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -l fernet-secret-file -d 'A file with the web app\'s Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -l format -d 'How results are written to standard output [default: table]' -r -f -a "table\t'Text for people'
json\t'One JSON document'
jsonl\t'A JSON document on each line'
csv\t'Comma-separated values with a header'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -l color -d 'Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]' -r -f -a "auto\t'On a terminal that can show colours'
always\t'Also when redirected'
never\t'Nowhere'"
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -l lock-timeout -d 'How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]' -r
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -l config -d 'The configuration file [default: config.toml in the configuration folder]' -r -F
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -s q -l quiet -d 'Say nothing but results, warnings and errors'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -s v -l verbose -d 'Say on standard error what is done'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand completions" -s V -l version -d 'Print version'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "init" -d 'Make a store, and an identity to encrypt its keys to'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "demo" -d 'Make a sample store to try everything on, and show what to try'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "user" -d 'Add, list, change, disable and remove accounts'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "key" -d 'Set, list, show and remove API keys, and look after the identity that opens them'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "chat" -d 'Ask a model, and look after the conversations'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "export" -d 'Write conversations out, as json, jsonl, markdown, csv, html or what ChatGPT exports'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "import" -d 'Import conversations from exports of chatkeep and of other tools'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "backup" -d 'Make, list, verify, prove, check, prune and schedule backups of the whole store'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "restore" -d 'Restore a store from a backup: everything, one user, or one conversation'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "stats" -d 'Sum up tokens and cost, by user, provider, model, day or month'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "migrate" -d 'Copy the store into another backend, JSON files, SQLite or PostgreSQL, and compare the two'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "doctor" -d 'Examine the store: find damage, leftovers and wrong permissions, and mend what can be mended without loss'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "completions" -d 'Print a script that completes commands and options in a shell'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and not __fish_seen_subcommand_from init demo user key chat export import backup restore stats migrate doctor completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "add" -d 'Add an account that signs in with e-mail and password'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "list" -d 'List all accounts'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "show" -d 'Show an account, the providers it has keys for, and what it used'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "set" -d 'Change the name, the address or the budget of an account'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "passwd" -d 'Set a new password'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "verify" -d 'Check a password; exit code 7 if it is wrong'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "disable" -d 'Keep an account from signing in with its password, and from `chat`'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "enable" -d 'Let a disabled account sign in again'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "remove" -d 'Remove an account with its keys and conversations'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "merge" -d 'Move everything of one account into another, and remove it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "apply" -d 'Make accounts what a file declares'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "export" -d 'Write out everything that is held on a person, but for passwords and keys'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "set" -d 'Set a user\'s API key, encrypted; the key is asked for, and never an argument'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "list" -d 'List for which providers keys are set, and how they are encrypted'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "show" -d 'Decrypt a key, and show its first and last characters'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "test" -d 'Try stored keys: ask their providers which models they offer'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "remove" -d 'Remove a key'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "adopt" -d 'Turn the web app\'s keys (Fernet) into ours (age); the web app loses them'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "rekey" -d 'Encrypt every age key anew: for a new identity, or for other recipients'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "identity" -d 'Tell where the identity is that opens the keys, and export it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "send" -d 'Send a prompt to a model, print the reply as it comes, and store both'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "list" -d 'List conversations, the one active last first'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "show" -d 'Show a conversation'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "search" -d 'Find messages by the words in them, the best first'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "retry" -d 'Ask the last question of a conversation again, for a reply in the place of the one it has'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "fork" -d 'Begin a new conversation with the messages of another one, or with the first of them'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "rename" -d 'Give a conversation another title'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "tag" -d 'Show the tags of conversations, add some and remove some'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "pin" -d 'Keep conversations at the top of the list'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "archive" -d 'Take conversations off the list, without deleting them'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "recover" -d 'Store the replies that an interrupted command left, or that the store did not take'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "models" -d 'Show which models a provider offers, and what they cost'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "delete" -d 'Delete conversations; what they cost stays in the ledger'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from chat" -f -a "prune" -d 'Delete conversations that nobody went on with for long; what they cost stays in the ledger'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from backup" -f -a "create" -d 'Make a backup of the whole store'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from backup" -f -a "list" -d 'List the backups in a folder, the newest last; exit code 6 if one cannot be read'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from backup" -f -a "verify" -d 'Read backups whole and check every byte; exit code 6 if one is damaged, 7 if one cannot be decrypted'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from backup" -f -a "drill" -d 'Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from backup" -f -a "check" -d 'Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from backup" -f -a "prune" -d 'Remove the backups in a folder that no rule keeps'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from backup" -f -a "schedule" -d 'Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it'
complete -c chatkeep -n "__fish_chatkeep_using_subcommand help; and __fish_seen_subcommand_from stats" -f -a "budgets" -d 'Show what is used of each budget, what is left, and what will be used if it goes on like that'
