module completions {

  def "nu-complete chatkeep format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep color" [] {
    [ "auto" "always" "never" ]
  }

  # Accounts, API keys, conversations, costs and backups of a self-hosted AI chat service
  export extern chatkeep [
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep init format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep init color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a store, and an identity to encrypt its keys to
  export extern "chatkeep init" [
    --timezone: string        # The time zone in which days and months are counted, such as Europe/Berlin [default: the system's]
    --distributed             # Spread the store over the servers of a PostgreSQL database that has the extension Citus
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep init format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep init color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    folder?: string           # The folder to make the store in [default: as --store says]
  ]

  def "nu-complete chatkeep demo format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep demo color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a sample store to try everything on, and show what to try
  export extern "chatkeep demo" [
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep demo format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep demo color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    folder?: path             # The folder to make it in; one that an earlier demo made is made anew [default: chatkeep-demo]
  ]

  def "nu-complete chatkeep user format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user color" [] {
    [ "auto" "always" "never" ]
  }

  # Add, list, change, disable and remove accounts
  export extern "chatkeep user" [
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep user add format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user add color" [] {
    [ "auto" "always" "never" ]
  }

  # Add an account that signs in with e-mail and password
  export extern "chatkeep user add" [
    --name: string            # The name to show [default: the address up to its @]
    --password-stdin          # Read the password from standard input, to its end [default: ask at the terminal]
    --password-file: path     # Read the password from a file [default: ask at the terminal]
    --generate                # Make a password up, and print it once
    --no-password             # Add the account without a password: nobody can sign in until one is set
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user add format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user add color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    email: string             # The e-mail address; kept in lower case
  ]

  def "nu-complete chatkeep user list format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user list color" [] {
    [ "auto" "always" "never" ]
  }

  # List all accounts
  export extern "chatkeep user list" [
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user list format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user list color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep user show format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show an account, the providers it has keys for, and what it used
  export extern "chatkeep user show" [
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user show format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user show color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user: string              # An id, an e-mail address, or a name that only one account has
  ]

  def "nu-complete chatkeep user set format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user set color" [] {
    [ "auto" "always" "never" ]
  }

  # Change the name, the address or the budget of an account
  export extern "chatkeep user set" [
    --email: string           # The new e-mail address; kept in lower case [default: unchanged]
    --name: string            # The new name [default: unchanged]
    --budget: string          # The most that replies may cost in a day, week, month or year of the calendar, such as 20USD/month; `none` for no limit [default: unchanged]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user set format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user set color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user: string              # An id, an e-mail address, or a name that only one account has
  ]

  def "nu-complete chatkeep user passwd format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user passwd color" [] {
    [ "auto" "always" "never" ]
  }

  # Set a new password
  export extern "chatkeep user passwd" [
    --password-stdin          # Read the password from standard input, to its end [default: ask at the terminal]
    --password-file: path     # Read the password from a file [default: ask at the terminal]
    --generate                # Make a password up, and print it once
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user passwd format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user passwd color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user: string              # An id, an e-mail address, or a name that only one account has
  ]

  def "nu-complete chatkeep user verify format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user verify color" [] {
    [ "auto" "always" "never" ]
  }

  # Check a password; exit code 7 if it is wrong
  export extern "chatkeep user verify" [
    --password-stdin          # Read the password from standard input, to its end [default: ask at the terminal]
    --password-file: path     # Read the password from a file [default: ask at the terminal]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user verify format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user verify color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user: string              # An id, an e-mail address, or a name that only one account has
  ]

  def "nu-complete chatkeep user disable format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user disable color" [] {
    [ "auto" "always" "never" ]
  }

  # Keep an account from signing in with its password, and from `chat`
  export extern "chatkeep user disable" [
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user disable format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user disable color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user: string              # An id, an e-mail address, or a name that only one account has
  ]

  def "nu-complete chatkeep user enable format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user enable color" [] {
    [ "auto" "always" "never" ]
  }

  # Let a disabled account sign in again
  export extern "chatkeep user enable" [
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user enable format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user enable color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user: string              # An id, an e-mail address, or a name that only one account has
  ]

  def "nu-complete chatkeep user remove format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user remove color" [] {
    [ "auto" "always" "never" ]
  }

  # Remove an account with its keys and conversations
  export extern "chatkeep user remove" [
    --erase                   # Erase the person for good: also replies not saved yet, and versions kept beside the web app; a tombstone keeps restores of older backups from bringing them back. Prints a receipt of what went, and of what is left elsewhere
    --yes(-y)                 # Do it without asking
    --dry-run(-n)             # Only tell what would be removed
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user remove format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user remove color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user: string              # An id, an e-mail address, or a name that only one account has
  ]

  def "nu-complete chatkeep user merge format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user merge color" [] {
    [ "auto" "always" "never" ]
  }

  # Move everything of one account into another, and remove it
  export extern "chatkeep user merge" [
    --yes(-y)                 # Do it without asking
    --dry-run(-n)             # Only tell what would move
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user merge format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user merge color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    from: string              # The account that goes: an id, an e-mail address, or a name that only one account has
    into: string              # The account that stays and gets all of it: likewise
  ]

  def "nu-complete chatkeep user apply from" [] {
    [ "auto" "toml" "json" "csv" ]
  }

  def "nu-complete chatkeep user apply format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user apply color" [] {
    [ "auto" "always" "never" ]
  }

  # Make accounts what a file declares
  export extern "chatkeep user apply" [
    --from: string@"nu-complete chatkeep user apply from" # The format of the file
    --passwords-to: path      # Make up passwords for accounts that have none, and write them into this new file for you alone: a line each, e-mail address, tab, password; it is on disk before any account changes, and not made if none is needed [default: those have none]
    --reset-passwords         # Give accounts the declared password that have another one by now
    --prune                   # Disable accounts that the file does not declare
    --yes(-y)                 # Do it without asking
    --dry-run(-n)             # Only tell what would change
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user apply format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user apply color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    path: path                # The file that declares the accounts
  ]

  def "nu-complete chatkeep user export format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep user export color" [] {
    [ "auto" "always" "never" ]
  }

  # Write out everything that is held on a person, but for passwords and keys
  export extern "chatkeep user export" [
    --output(-o): path        # The file to write, readable by its owner only; - is standard output [default: -]
    --force(-f)               # Replace the file if it is there
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep user export format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep user export color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user: string              # An id, an e-mail address, or a name that only one account has
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep user help" [
  ]

  # Add an account that signs in with e-mail and password
  export extern "chatkeep user help add" [
  ]

  # List all accounts
  export extern "chatkeep user help list" [
  ]

  # Show an account, the providers it has keys for, and what it used
  export extern "chatkeep user help show" [
  ]

  # Change the name, the address or the budget of an account
  export extern "chatkeep user help set" [
  ]

  # Set a new password
  export extern "chatkeep user help passwd" [
  ]

  # Check a password; exit code 7 if it is wrong
  export extern "chatkeep user help verify" [
  ]

  # Keep an account from signing in with its password, and from `chat`
  export extern "chatkeep user help disable" [
  ]

  # Let a disabled account sign in again
  export extern "chatkeep user help enable" [
  ]

  # Remove an account with its keys and conversations
  export extern "chatkeep user help remove" [
  ]

  # Move everything of one account into another, and remove it
  export extern "chatkeep user help merge" [
  ]

  # Make accounts what a file declares
  export extern "chatkeep user help apply" [
  ]

  # Write out everything that is held on a person, but for passwords and keys
  export extern "chatkeep user help export" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep user help help" [
  ]

  def "nu-complete chatkeep key format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep key color" [] {
    [ "auto" "always" "never" ]
  }

  # Set, list, show and remove API keys, and look after the identity that opens them
  export extern "chatkeep key" [
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep key format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep key color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep key set format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep key set color" [] {
    [ "auto" "always" "never" ]
  }

  # Set a user's API key, encrypted; the key is asked for, and never an argument
  export extern "chatkeep key set" [
    --key-stdin               # Read the key from standard input, to its end [default: ask at the terminal]
    --key-file: path          # Read the key from a file [default: ask at the terminal]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep key set format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep key set color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user: string              # An id, an e-mail address, or a name that only one account has
    provider: string          # The provider that the key is for, such as openai, anthropic or google
  ]

  def "nu-complete chatkeep key list format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep key list color" [] {
    [ "auto" "always" "never" ]
  }

  # List for which providers keys are set, and how they are encrypted
  export extern "chatkeep key list" [
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep key list format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep key list color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user?: string             # An id, an e-mail address, or a name that only one account has [default: all users]
  ]

  def "nu-complete chatkeep key show format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep key show color" [] {
    [ "auto" "always" "never" ]
  }

  # Decrypt a key, and show its first and last characters
  export extern "chatkeep key show" [
    --reveal                  # Print the key whole, and nothing else
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep key show format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep key show color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user: string              # An id, an e-mail address, or a name that only one account has
    provider: string          # The provider that the key is for, such as openai, anthropic or google
  ]

  def "nu-complete chatkeep key test format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep key test color" [] {
    [ "auto" "always" "never" ]
  }

  # Try stored keys: ask their providers which models they offer
  export extern "chatkeep key test" [
    --all                     # Test every key of every user
    --timeout: string         # How long to wait for the provider's answer, in ms, s, m, h or d [default: 60s]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep key test format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep key test color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user?: string             # An id, an e-mail address, or a name that only one account has [default: none, which --all asks for]
    provider?: string         # The provider that the key is for [default: all that the user has keys for]
  ]

  def "nu-complete chatkeep key remove format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep key remove color" [] {
    [ "auto" "always" "never" ]
  }

  # Remove a key
  export extern "chatkeep key remove" [
    --yes(-y)                 # Do it without asking
    --dry-run(-n)             # Only tell what would be removed
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep key remove format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep key remove color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    user: string              # An id, an e-mail address, or a name that only one account has
    provider: string          # The provider that the key is for, such as openai, anthropic or google
  ]

  def "nu-complete chatkeep key adopt format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep key adopt color" [] {
    [ "auto" "always" "never" ]
  }

  # Turn the web app's keys (Fernet) into ours (age); the web app loses them
  export extern "chatkeep key adopt" [
    --yes(-y)                 # Do it without asking
    --dry-run(-n)             # Only tell what would be turned into age
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep key adopt format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep key adopt color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    ...users: string          # Ids, e-mail addresses, or names that only one account has [default: all users, and new keys are age from then on]
  ]

  def "nu-complete chatkeep key rekey format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep key rekey color" [] {
    [ "auto" "always" "never" ]
  }

  # Encrypt every age key anew: for a new identity, or for other recipients
  export extern "chatkeep key rekey" [
    --new-identity: path      # Put this identity in place of the one in use; it is made if there is no such file [default: no other identity]
    --add: string             # Add a recipient to those of the store; may be repeated [default: none]
    --remove: string          # Take a recipient from those of the store; may be repeated [default: none]
    --recipient: string       # Let this recipient be the only one; may be repeated for several [default: those of the store]
    --recipients-file: path   # Let the recipients be those in a file, one a line [default: those of the store]
    --give-up-access          # Go on though the identity in use will open no key any more
    --yes(-y)                 # Do it without asking
    --dry-run(-n)             # Only tell what would be encrypted anew, and for whom
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep key rekey format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep key rekey color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep key identity format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep key identity color" [] {
    [ "auto" "always" "never" ]
  }

  # Tell where the identity is that opens the keys, and export it
  export extern "chatkeep key identity" [
    --export                  # Print the identity's file, which is a secret, so that a copy can be kept elsewhere
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep key identity format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep key identity color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep key help" [
  ]

  # Set a user's API key, encrypted; the key is asked for, and never an argument
  export extern "chatkeep key help set" [
  ]

  # List for which providers keys are set, and how they are encrypted
  export extern "chatkeep key help list" [
  ]

  # Decrypt a key, and show its first and last characters
  export extern "chatkeep key help show" [
  ]

  # Try stored keys: ask their providers which models they offer
  export extern "chatkeep key help test" [
  ]

  # Remove a key
  export extern "chatkeep key help remove" [
  ]

  # Turn the web app's keys (Fernet) into ours (age); the web app loses them
  export extern "chatkeep key help adopt" [
  ]

  # Encrypt every age key anew: for a new identity, or for other recipients
  export extern "chatkeep key help rekey" [
  ]

  # Tell where the identity is that opens the keys, and export it
  export extern "chatkeep key help identity" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep key help help" [
  ]

  def "nu-complete chatkeep chat effort" [] {
    [ "none" "minimal" "low" "medium" "high" "xhigh" "max" ]
  }

  def "nu-complete chatkeep chat format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat color" [] {
    [ "auto" "always" "never" ]
  }

  # Ask a model, and look after the conversations
  export extern "chatkeep chat" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --model(-m): string       # The model, alone or as PROVIDER/MODEL [default: the conversation's, else `chat.model` of the configuration]
    --provider: string        # The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model's]
    --system(-s): string      # Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]
    --max-tokens: string      # The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider's, or what is left of a budget pays for]
    --temperature: string     # How freely the model chooses words, from 0 to 2; some models refuse it [default: the model's]
    --stop: string            # A text before which the reply is to end; may be given several times [default: none]
    --effort: string@"nu-complete chatkeep chat effort" # How hard to think, for models that can [default: the model's]
    --thinking: string        # How many tokens to think with at most, for models that take a number [default: the model's]
    --allow-unpriced          # Ask a model that has no price, although the user has a budget: what it costs is not counted
    --no-stream               # Print the reply when it is whole
    --timeout: string         # How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]
    --conversation: string    # Go on with this conversation: an id, the first four characters of one or more, or `last` [default: begin a new one]
    --continue(-c)            # Go on with the conversation that was active last
    --new                     # Begin a new conversation, as without `--continue` and `--conversation`
    --title: string           # The title of a new conversation [default: the beginning of the prompt]
    --attach(-a): string      # Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]
    --schema: path            # Have the reply be JSON that fits the JSON Schema in this file [default: text]
    --file: path              # Read the prompt from this file; words of the command line go before it [default: none]
    --edit(-e)                # Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi
    --template(-t): string    # Put the prompt into a template of the configuration [default: as it is]
    --param(-p): string       # What a variable of the template stands for; may be given several times [default: as the template says]
    --no-save                 # Store nothing but what the reply took
    --dry-run(-n)             # Only show the request that would be sent, and what it can cost at most
    --extract(-x)             # Print the first code block of the reply alone
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    ...prompt: string         # The prompt; text from a redirected standard input is put behind it [default: that text alone]
  ]

  def "nu-complete chatkeep chat send effort" [] {
    [ "none" "minimal" "low" "medium" "high" "xhigh" "max" ]
  }

  def "nu-complete chatkeep chat send format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat send color" [] {
    [ "auto" "always" "never" ]
  }

  # Send a prompt to a model, print the reply as it comes, and store both
  export extern "chatkeep chat send" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --model(-m): string       # The model, alone or as PROVIDER/MODEL [default: the conversation's, else `chat.model` of the configuration]
    --provider: string        # The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model's]
    --system(-s): string      # Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]
    --max-tokens: string      # The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider's, or what is left of a budget pays for]
    --temperature: string     # How freely the model chooses words, from 0 to 2; some models refuse it [default: the model's]
    --stop: string            # A text before which the reply is to end; may be given several times [default: none]
    --effort: string@"nu-complete chatkeep chat send effort" # How hard to think, for models that can [default: the model's]
    --thinking: string        # How many tokens to think with at most, for models that take a number [default: the model's]
    --allow-unpriced          # Ask a model that has no price, although the user has a budget: what it costs is not counted
    --no-stream               # Print the reply when it is whole
    --timeout: string         # How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]
    --conversation: string    # Go on with this conversation: an id, the first four characters of one or more, or `last` [default: begin a new one]
    --continue(-c)            # Go on with the conversation that was active last
    --new                     # Begin a new conversation, as without `--continue` and `--conversation`
    --title: string           # The title of a new conversation [default: the beginning of the prompt]
    --attach(-a): string      # Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]
    --schema: path            # Have the reply be JSON that fits the JSON Schema in this file [default: text]
    --file: path              # Read the prompt from this file; words of the command line go before it [default: none]
    --edit(-e)                # Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi
    --template(-t): string    # Put the prompt into a template of the configuration [default: as it is]
    --param(-p): string       # What a variable of the template stands for; may be given several times [default: as the template says]
    --no-save                 # Store nothing but what the reply took
    --dry-run(-n)             # Only show the request that would be sent, and what it can cost at most
    --extract(-x)             # Print the first code block of the reply alone
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat send format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat send color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    ...prompt: string         # The prompt; text from a redirected standard input is put behind it [default: that text alone]
  ]

  def "nu-complete chatkeep chat list sort" [] {
    [ "active" "started" "title" "messages" "tokens" "cost" ]
  }

  def "nu-complete chatkeep chat list format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat list color" [] {
    [ "auto" "always" "never" ]
  }

  # List conversations, the one active last first
  export extern "chatkeep chat list" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --all-users               # The conversations of all users, whoever `--user` names
    --provider: string        # Only those with this provider [default: any]
    --model(-m): string       # Only those with this model, alone or as PROVIDER/MODEL [default: any]
    --tag(-t): string         # Only those with all of these tags, with commas between them [default: any]
    --since: string           # Only those active since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or 'last month' and the like [default: ever]
    --until: string           # Only those not active after that: a day, a time or how long ago [default: no end]
    --text: string            # Only those in whose titles and messages all of these words occur, in any case [default: any]
    --archived                # Only those that are archived
    --all(-a)                 # Also those that are archived
    --sort: string@"nu-complete chatkeep chat list sort" # What comes first, behind what is pinned: active or started last, titles by their letters, or the most of the rest
    --reverse(-r)             # Sort the other way round
    --limit(-l): string       # The most conversations to list [default: all]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat list format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat list color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep chat show format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat show color" [] {
    [ "auto" "always" "never" ]
  }

  # Show a conversation
  export extern "chatkeep chat show" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --last: string            # Only the last reply, its text and nothing else; with a number, so many of the last messages [default: all messages]
    --raw                     # Do not render the Markdown of replies, which is done on terminals alone; control characters stay visible there
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat show format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat show color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    which: string             # An id, the first four characters of one or more, or `last`
  ]

  def "nu-complete chatkeep chat search sort" [] {
    [ "relevance" "newest" ]
  }

  def "nu-complete chatkeep chat search format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat search color" [] {
    [ "auto" "always" "never" ]
  }

  # Find messages by the words in them, the best first
  export extern "chatkeep chat search" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --all-users               # The messages of all users, whoever `--user` names
    --regex                   # Take the query for a regular expression
    --case-sensitive(-s)      # Tell capital letters from small ones
    --role: string            # Only what the user, the assistant or the system wrote [default: everybody]
    --provider: string        # Only what this provider answered, or was asked [default: any]
    --model(-m): string       # Only what this model answered, or was asked; alone or as PROVIDER/MODEL [default: any]
    --tag(-t): string         # Only messages of conversations with all of these tags, with commas between them [default: any]
    --since: string           # Only what was written since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or 'last month' and the like [default: ever]
    --until: string           # Only what was not written after that: a day, a time or how long ago [default: no end]
    --sort: string@"nu-complete chatkeep chat search sort" # Which come first: those that fit best, or the newest
    --limit(-l): string       # The most messages to show; 0 for all
    --context(-C): string     # How many characters to show on each side of what was found [default: 70, or as many as a narrow terminal has room for]
    --count(-c)               # Only tell how many there are
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat search format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat search color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    ...query: string          # Words that a message must have, each as a whole; `"words in a row"`, `-not`, `prefix*`
  ]

  def "nu-complete chatkeep chat retry effort" [] {
    [ "none" "minimal" "low" "medium" "high" "xhigh" "max" ]
  }

  def "nu-complete chatkeep chat retry format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat retry color" [] {
    [ "auto" "always" "never" ]
  }

  # Ask the last question of a conversation again, for a reply in the place of the one it has
  export extern "chatkeep chat retry" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --model(-m): string       # The model, alone or as PROVIDER/MODEL [default: the conversation's, else `chat.model` of the configuration]
    --provider: string        # The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model's]
    --system(-s): string      # Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]
    --max-tokens: string      # The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider's, or what is left of a budget pays for]
    --temperature: string     # How freely the model chooses words, from 0 to 2; some models refuse it [default: the model's]
    --stop: string            # A text before which the reply is to end; may be given several times [default: none]
    --effort: string@"nu-complete chatkeep chat retry effort" # How hard to think, for models that can [default: the model's]
    --thinking: string        # How many tokens to think with at most, for models that take a number [default: the model's]
    --allow-unpriced          # Ask a model that has no price, although the user has a budget: what it costs is not counted
    --no-stream               # Print the reply when it is whole
    --timeout: string         # How long to wait for the next part of a reply, in ms, s, m, h or d [default: 10m]
    --dry-run(-n)             # Only show the request that would be sent, and what it can cost at most
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat retry format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat retry color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    which?: string            # An id, the first four characters of one or more, or `last`
  ]

  def "nu-complete chatkeep chat fork format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat fork color" [] {
    [ "auto" "always" "never" ]
  }

  # Begin a new conversation with the messages of another one, or with the first of them
  export extern "chatkeep chat fork" [
    --at: string              # How many of its messages to begin with, counted as `chat show` shows them [default: all]
    --title: string           # The title of the new conversation [default: the same, with a mark]
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat fork format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat fork color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    which: string             # An id, the first four characters of one or more, or `last`
  ]

  def "nu-complete chatkeep chat rename format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat rename color" [] {
    [ "auto" "always" "never" ]
  }

  # Give a conversation another title
  export extern "chatkeep chat rename" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --auto                    # Ask a model for a title; only the beginning of the conversation is sent
    --model(-m): string       # The model to ask, alone or as PROVIDER/MODEL [default: the conversation's, else `chat.model` of the configuration]
    --timeout: string         # How long to wait for the model, in ms, s, m, h or d [default: 10m]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat rename format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat rename color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    which: string             # An id, the first four characters of one or more, or `last`
    title?: string            # The new title, of one line [default: with --auto, that of a model]
  ]

  def "nu-complete chatkeep chat tag format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat tag color" [] {
    [ "auto" "always" "never" ]
  }

  # Show the tags of conversations, add some and remove some
  export extern "chatkeep chat tag" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --add(-a): string         # Tags to add, with commas between them; one that is there in other case stays as it is [default: none]
    --remove(-r): string      # Tags to remove, with commas between them; one that is not there is no fault [default: none]
    --clear                   # Remove all tags, before those of --add are added
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat tag format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat tag color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    ...which: string          # Ids, the first four characters of one or more each, or `last`
  ]

  def "nu-complete chatkeep chat pin format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat pin color" [] {
    [ "auto" "always" "never" ]
  }

  # Keep conversations at the top of the list
  export extern "chatkeep chat pin" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --off                     # Take the pin off
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat pin format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat pin color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    ...which: string          # Ids, the first four characters of one or more each, or `last`
  ]

  def "nu-complete chatkeep chat archive format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat archive color" [] {
    [ "auto" "always" "never" ]
  }

  # Take conversations off the list, without deleting them
  export extern "chatkeep chat archive" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --off                     # Take them out of the archive
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat archive format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat archive color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    ...which: string          # Ids, the first four characters of one or more each, or `last`
  ]

  def "nu-complete chatkeep chat recover format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat recover color" [] {
    [ "auto" "always" "never" ]
  }

  # Store the replies that an interrupted command left, or that the store did not take
  export extern "chatkeep chat recover" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --all-users               # The replies of all users, whoever `--user` names
    --dry-run(-n)             # Only tell what would be stored
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat recover format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat recover color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep chat models format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat models color" [] {
    [ "auto" "always" "never" ]
  }

  # Show which models a provider offers, and what they cost
  export extern "chatkeep chat models" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --provider: string        # The provider to ask [default: the one of new conversations]
    --prices                  # Show the table of prices instead, of one provider or of all; nobody is asked
    --timeout: string         # How long to wait for the provider's answer, in ms, s, m, h or d [default: 60s]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat models format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat models color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep chat delete format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat delete color" [] {
    [ "auto" "always" "never" ]
  }

  # Delete conversations; what they cost stays in the ledger
  export extern "chatkeep chat delete" [
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --yes(-y)                 # Do it without asking
    --dry-run(-n)             # Only tell what would be deleted
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat delete format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat delete color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    ...which: string          # Ids, the first four characters of one or more each, or `last`
  ]

  def "nu-complete chatkeep chat prune format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep chat prune color" [] {
    [ "auto" "always" "never" ]
  }

  # Delete conversations that nobody went on with for long; what they cost stays in the ledger
  export extern "chatkeep chat prune" [
    --older-than: string      # How long nobody must have gone on with them, in hours (h), days (d), weeks (w), months (mo) or years (y), such as 180d
    --user(-u): string        # Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    --all-users               # The conversations of all users, whoever `--user` names
    --yes(-y)                 # Do it without asking
    --dry-run(-n)             # Only tell what would be deleted
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep chat prune format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep chat prune color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep chat help" [
  ]

  # Send a prompt to a model, print the reply as it comes, and store both
  export extern "chatkeep chat help send" [
  ]

  # List conversations, the one active last first
  export extern "chatkeep chat help list" [
  ]

  # Show a conversation
  export extern "chatkeep chat help show" [
  ]

  # Find messages by the words in them, the best first
  export extern "chatkeep chat help search" [
  ]

  # Ask the last question of a conversation again, for a reply in the place of the one it has
  export extern "chatkeep chat help retry" [
  ]

  # Begin a new conversation with the messages of another one, or with the first of them
  export extern "chatkeep chat help fork" [
  ]

  # Give a conversation another title
  export extern "chatkeep chat help rename" [
  ]

  # Show the tags of conversations, add some and remove some
  export extern "chatkeep chat help tag" [
  ]

  # Keep conversations at the top of the list
  export extern "chatkeep chat help pin" [
  ]

  # Take conversations off the list, without deleting them
  export extern "chatkeep chat help archive" [
  ]

  # Store the replies that an interrupted command left, or that the store did not take
  export extern "chatkeep chat help recover" [
  ]

  # Show which models a provider offers, and what they cost
  export extern "chatkeep chat help models" [
  ]

  # Delete conversations; what they cost stays in the ledger
  export extern "chatkeep chat help delete" [
  ]

  # Delete conversations that nobody went on with for long; what they cost stays in the ledger
  export extern "chatkeep chat help prune" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep chat help help" [
  ]

  def "nu-complete chatkeep export written_as" [] {
    [ "json" "jsonl" "markdown" "csv" "chatgpt" "html" ]
  }

  def "nu-complete chatkeep export format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep export color" [] {
    [ "auto" "always" "never" ]
  }

  # Write conversations out, as json, jsonl, markdown, csv, html or what ChatGPT exports
  export extern "chatkeep export" [
    --user(-u): string        # Whose conversations: an id, an e-mail address, or a name that only one account has [default: everyone's]
    --provider: string        # Only those with this provider [default: any]
    --model(-m): string       # Only those with this model, alone or as PROVIDER/MODEL [default: any]
    --tag(-t): string         # Only those with all of these tags, with commas between them [default: any]
    --since: string           # Only those active since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or 'last month' and the like [default: ever]
    --until: string           # Only those not active after that: a day, a time or how long ago [default: no end]
    --text: string            # Only those in whose titles and messages all of these words occur, in any case [default: any]
    --archived                # Only those that are archived
    --no-archived             # Not those that are archived
    --as: string@"nu-complete chatkeep export written_as" # The format of the export [default: as the name of the file says, else json]
    --output(-o): path        # The file to write, or with --split the folder, readable by its owner only; - is standard output [default: -]
    --force(-f)               # Replace the file if it is there
    --split                   # Write each conversation to a file of its own, in a new folder; for several users, in a folder for each
    --redact                  # Replace keys, e-mail addresses, and card and phone numbers in texts, as far as their form tells them; no guarantee
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep export format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep export color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    ...conversations: string  # Ids of conversations, at least four characters of each, or `last` [default: all]
  ]

  def "nu-complete chatkeep import from" [] {
    [ "auto" "json" "jsonl" "markdown" "openai" "anthropic" "open-webui" "librechat" "llm" ]
  }

  def "nu-complete chatkeep import format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep import color" [] {
    [ "auto" "always" "never" ]
  }

  # Import conversations from exports of chatkeep and of other tools
  export extern "chatkeep import" [
    --user(-u): string        # Whose the conversations become: an id, an e-mail address, or a name that only one account has [default: CHATKEEP_USER, else `user` in the configuration, else the only user]
    --from: string@"nu-complete chatkeep import from" # The format of the file
    --dry-run(-n)             # Show what would be imported, and change nothing
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep import format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep import color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    path: path                # The file to read
  ]

  def "nu-complete chatkeep backup format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep backup color" [] {
    [ "auto" "always" "never" ]
  }

  # Make, list, verify, prove, check, prune and schedule backups of the whole store
  export extern "chatkeep backup" [
    --to: path                # The folder to put it in, under a name made of the time [default: backup.folder of the configuration, else backups/ in the store's folder]
    --output(-o): path        # The file to make of it, which must not be there; - writes it to standard output [default: as --to says]
    --level: string           # How hard to compress, from 1 (fastest) to 9 (smallest) [default: 5]
    --exclude-keys            # Leave the API keys out; when it is restored, those that the store has then stay
    --note: string            # A remark that is kept in it and shown by `backup list` [default: none]
    --if-idle                 # Make none, with exit code 5, if another backup with this option is on its way into the same folder
    --verify                  # Read it back whole and check every byte, which takes no key if it is encrypted; exit code 6 if it is not as it was written
    --encrypt                 # Encrypt it with age, to the recipients of the store unless others are named [default: as backup.encrypt of the configuration says, else not]
    --recipient(-r): string   # Encrypt it to this recipient alone: age1…, or a public SSH key in quotes; may be given again [default: backup.recipients of the configuration]
    --recipients-file(-R): path # Encrypt it to the recipients that this file lists, one on a line; may be given again [default: none]
    --encrypt-passphrase      # Encrypt it with a passphrase, which is asked for
    --backup-passphrase-file: path # Encrypt it with the passphrase that this file holds [default: none]
    --no-encrypt              # Do not encrypt it, whatever the configuration says
    --keep-last: string       # Keep so many of the newest backups [default: backup.keep_last of the configuration]
    --keep-hourly: string     # Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]
    --keep-daily: string      # The same of days [default: backup.keep_daily of the configuration]
    --keep-weekly: string     # The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]
    --keep-monthly: string    # The same of months [default: backup.keep_monthly of the configuration]
    --keep-yearly: string     # The same of years, of backups of any age [default: backup.keep_yearly of the configuration]
    --metrics: path           # Note what became of it in a file for the textfile collector of Prometheus's node exporter [default: nowhere]
    --on-failure: string      # Have the shell run a command if it fails, with CHATKEEP_ERROR and CHATKEEP_ERROR_CODE in its environment [default: none]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep backup format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep backup color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep backup create format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep backup create color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a backup of the whole store
  export extern "chatkeep backup create" [
    --to: path                # The folder to put it in, under a name made of the time [default: backup.folder of the configuration, else backups/ in the store's folder]
    --output(-o): path        # The file to make of it, which must not be there; - writes it to standard output [default: as --to says]
    --level: string           # How hard to compress, from 1 (fastest) to 9 (smallest) [default: 5]
    --exclude-keys            # Leave the API keys out; when it is restored, those that the store has then stay
    --note: string            # A remark that is kept in it and shown by `backup list` [default: none]
    --if-idle                 # Make none, with exit code 5, if another backup with this option is on its way into the same folder
    --verify                  # Read it back whole and check every byte, which takes no key if it is encrypted; exit code 6 if it is not as it was written
    --encrypt                 # Encrypt it with age, to the recipients of the store unless others are named [default: as backup.encrypt of the configuration says, else not]
    --recipient(-r): string   # Encrypt it to this recipient alone: age1…, or a public SSH key in quotes; may be given again [default: backup.recipients of the configuration]
    --recipients-file(-R): path # Encrypt it to the recipients that this file lists, one on a line; may be given again [default: none]
    --encrypt-passphrase      # Encrypt it with a passphrase, which is asked for
    --backup-passphrase-file: path # Encrypt it with the passphrase that this file holds [default: none]
    --no-encrypt              # Do not encrypt it, whatever the configuration says
    --keep-last: string       # Keep so many of the newest backups [default: backup.keep_last of the configuration]
    --keep-hourly: string     # Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]
    --keep-daily: string      # The same of days [default: backup.keep_daily of the configuration]
    --keep-weekly: string     # The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]
    --keep-monthly: string    # The same of months [default: backup.keep_monthly of the configuration]
    --keep-yearly: string     # The same of years, of backups of any age [default: backup.keep_yearly of the configuration]
    --metrics: path           # Note what became of it in a file for the textfile collector of Prometheus's node exporter [default: nowhere]
    --on-failure: string      # Have the shell run a command if it fails, with CHATKEEP_ERROR and CHATKEEP_ERROR_CODE in its environment [default: none]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep backup create format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep backup create color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep backup list format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep backup list color" [] {
    [ "auto" "always" "never" ]
  }

  # List the backups in a folder, the newest last; exit code 6 if one cannot be read
  export extern "chatkeep backup list" [
    --from: path              # The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store's folder]
    --backup-identity: path   # What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]
    --backup-passphrase-file: path # A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep backup list format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep backup list color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep backup verify format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep backup verify color" [] {
    [ "auto" "always" "never" ]
  }

  # Read backups whole and check every byte; exit code 6 if one is damaged, 7 if one cannot be decrypted
  export extern "chatkeep backup verify" [
    --from: path              # The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store's folder]
    --backup-identity: path   # What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]
    --backup-passphrase-file: path # A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep backup verify format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep backup verify color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    which: path               # A file (a backup, or a plain tarball of a store), `latest` for the newest backup in the folder, or `all` of them
  ]

  def "nu-complete chatkeep backup drill format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep backup drill color" [] {
    [ "auto" "always" "never" ]
  }

  # Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it
  export extern "chatkeep backup drill" [
    --from: path              # The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store's folder]
    --backup-identity: path   # What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]
    --backup-passphrase-file: path # A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]
    --scratch: path           # The folder to restore below, which must have room for the whole store [default: where chatkeep keeps what this machine has of stores]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep backup drill format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep backup drill color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    which?: path              # A backup file, a folder or tarball that holds a plain copy of a store, or `latest` for the newest one in the folder
  ]

  def "nu-complete chatkeep backup check format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep backup check color" [] {
    [ "auto" "always" "never" ]
  }

  # Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none
  export extern "chatkeep backup check" [
    --max-age: string         # How old the newest good backup may be, in s, m, h or d (days)
    --from: path              # The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store's folder]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep backup check format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep backup check color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep backup prune format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep backup prune color" [] {
    [ "auto" "always" "never" ]
  }

  # Remove the backups in a folder that no rule keeps
  export extern "chatkeep backup prune" [
    --keep-last: string       # Keep so many of the newest backups [default: backup.keep_last of the configuration]
    --keep-hourly: string     # Keep the newest backup of each of the latest N hours that have backups [default: backup.keep_hourly of the configuration]
    --keep-daily: string      # The same of days [default: backup.keep_daily of the configuration]
    --keep-weekly: string     # The same of weeks, which begin on Monday [default: backup.keep_weekly of the configuration]
    --keep-monthly: string    # The same of months [default: backup.keep_monthly of the configuration]
    --keep-yearly: string     # The same of years, of backups of any age [default: backup.keep_yearly of the configuration]
    --from: path              # The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store's folder]
    --yes(-y)                 # Do it without asking
    --dry-run(-n)             # Only tell what would be removed
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep backup prune format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep backup prune color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep backup schedule format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep backup schedule color" [] {
    [ "auto" "always" "never" ]
  }

  # Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it
  export extern "chatkeep backup schedule" [
    --at: string              # When, by this machine's clock
    --cron                    # By a line in your crontab [default: systemd if it runs, launchd on macOS, else cron]
    --systemd                 # By a timer and a service of systemd: yours, or the machine's if you are root
    --launchd                 # By a property list for launchd: yours, or the machine's if you are root
    --install                 # Install it, in the place of what was installed for this store before
    --remove                  # Remove what was installed for this store
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep backup schedule format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep backup schedule color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep backup help" [
  ]

  # Make a backup of the whole store
  export extern "chatkeep backup help create" [
  ]

  # List the backups in a folder, the newest last; exit code 6 if one cannot be read
  export extern "chatkeep backup help list" [
  ]

  # Read backups whole and check every byte; exit code 6 if one is damaged, 7 if one cannot be decrypted
  export extern "chatkeep backup help verify" [
  ]

  # Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it
  export extern "chatkeep backup help drill" [
  ]

  # Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none
  export extern "chatkeep backup help check" [
  ]

  # Remove the backups in a folder that no rule keeps
  export extern "chatkeep backup help prune" [
  ]

  # Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it
  export extern "chatkeep backup help schedule" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep backup help help" [
  ]

  def "nu-complete chatkeep restore format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep restore color" [] {
    [ "auto" "always" "never" ]
  }

  # Restore a store from a backup: everything, one user, or one conversation
  export extern "chatkeep restore" [
    --from: path              # The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store's folder]
    --backup-identity: path   # What opens it if it is encrypted: an age identity or a private SSH key; may be given again [default: backup.identity of the configuration, else as --identity says]
    --backup-passphrase-file: path # A file that holds the passphrase that it is encrypted with [default: it is asked for at a terminal]
    --undo                    # Go back to what the last restore replaced
    --user(-u): string        # Restore what this user had alone, with the account if it is gone; what is there by now stays [default: everything]
    --conversation(-c): string # Restore this conversation of the user's alone: an id, the beginning of one, or `last` for the latest in the backup; may be given again [default: all]
    --keys-only               # Restore the user's API keys alone
    --merge                   # Bring back what is missing by now, for everybody, and leave what is there as it is; for one user that is the usual way
    --replace                 # With --user, --conversation or --keys-only: what is there by now, and is another, gives way
    --with-erased             # Bring back those, too, who were erased with `user remove --erase`, and remove their tombstones
    --into: string            # Restore into this store instead, which is made if there is none [default: the store]
    --yes(-y)                 # Do not ask
    --dry-run(-n)             # Only tell what would change; the backup is read whole and checked, or for one user that user's part
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep restore format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep restore color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    backup?: path             # A backup file, a folder or tarball that holds a plain copy of a store, `latest` for the newest backup, or a time for the newest one made by then (2026-02-09, 2026-02-09T14:00:00Z, 3d) [default: none, which --undo alone takes]
  ]

  def "nu-complete chatkeep stats by" [] {
    [ "user" "provider" "model" "day" "week" "month" "weekday" "hour" "conversation" "tag" ]
  }

  def "nu-complete chatkeep stats compare" [] {
    [ "previous" ]
  }

  def "nu-complete chatkeep stats sort" [] {
    [ "usual" "cost" "tokens" "replies" "errors" "change" "name" ]
  }

  def "nu-complete chatkeep stats written_as" [] {
    [ "markdown" "prometheus" ]
  }

  def "nu-complete chatkeep stats chart" [] {
    [ "cost" "tokens" "replies" ]
  }

  def "nu-complete chatkeep stats format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep stats color" [] {
    [ "auto" "always" "never" ]
  }

  # Sum up tokens and cost, by user, provider, model, day or month
  export extern "chatkeep stats" [
    --by: string@"nu-complete chatkeep stats by" # What a row is made for: any of user, provider, model, day, week, month, weekday, hour, conversation and tag, with commas between them
    --user(-u): string        # Only what this user took: an id, an e-mail address, or a name that only one account has; of a removed one, the id [default: everyone]
    --provider(-p): string    # Only replies of these providers, with commas between them [default: all]
    --model(-m): string       # Only replies of these models, with commas between them [default: all]
    --tag(-t): string         # Only in conversations that have all of these tags, with commas between them [default: all]
    --since: string           # What counts from then on: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or 'last month' and the like [default: ever]
    --until: string           # What counts up to then: likewise; a day, a week, a month or a year to its end [default: no end]
    --timezone: string        # The time zone of days and hours, such as Europe/Berlin [default: the store's]
    --compare: string@"nu-complete chatkeep stats compare" # Set the period before, which is as long, beside it [default: not]
    --sort: string@"nu-complete chatkeep stats sort" # What comes first: dates in their order and then the dearest; the most of one thing; what became dearer by most; or names in theirs
    --reverse(-r)             # Sort the other way round
    --top: string             # The most rows to show; the others become one [default: all]
    --fail-over: string       # Exit code 9 if all together cost more than this amount, such as 500USD [default: never]
    --reprice: string         # Set beside what was recorded what the prices say, by provider and model: those of this day (UTC) for all replies, or those of each reply's own time; nothing is changed [default: not; each reply's own time if no day is named]
    --as: string@"nu-complete chatkeep stats written_as" # Write the rows for a document or for monitoring instead of as --format says [default: as --format says]
    --chart: string@"nu-complete chatkeep stats chart" # Draw bars below the table, and beside one another what was when if a row is made for dates: of cost, tokens or replies [default: no bars; of cost if nothing else is named]
    --html: path              # Write a page with charts and a table for each dimension to this file, readable by its owner only; - is standard output [default: no page]
    --force(-f)               # Replace the file of --html if it is there
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep stats format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep stats color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep stats budgets sort" [] {
    [ "used" "left" "forecast" "user" ]
  }

  def "nu-complete chatkeep stats budgets format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep stats budgets color" [] {
    [ "auto" "always" "never" ]
  }

  # Show what is used of each budget, what is left, and what will be used if it goes on like that
  export extern "chatkeep stats budgets" [
    --user(-u): string        # Only this user's: an id, an e-mail address, or a name that only one account has [default: everyone's]
    --sort: string@"nu-complete chatkeep stats budgets sort" # What comes first
    --fail-at: string         # Exit code 9 if so much of a budget is used, such as 80%; or with the word forecast, if one will be over when its period ends [default: never]
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep stats budgets format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep stats budgets color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep stats help" [
  ]

  # Show what is used of each budget, what is left, and what will be used if it goes on like that
  export extern "chatkeep stats help budgets" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep stats help help" [
  ]

  def "nu-complete chatkeep migrate format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep migrate color" [] {
    [ "auto" "always" "never" ]
  }

  # Copy the store into another backend, JSON files, SQLite or PostgreSQL, and compare the two
  export extern "chatkeep migrate" [
    --to: string              # The place of the copy: a folder, sqlite:FILE or postgres://…; there must be no accounts
    --verify-only             # Copy nothing; only compare the two stores
    --distributed             # Spread the copy over the servers of a PostgreSQL database that has the extension Citus
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep migrate format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep migrate color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep doctor format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep doctor color" [] {
    [ "auto" "always" "never" ]
  }

  # Examine the store: find damage, leftovers and wrong permissions, and mend what can be mended without loss
  export extern "chatkeep doctor" [
    --fix                     # Mend what can be mended without loss: leftovers of killed commands, permissions of what chatkeep made, missing folders
    --yes(-y)                 # Do it without asking
    --dry-run(-n)             # Only tell what would be mended
    --measure                 # Measure instead, changing nothing, and say which backend would serve: users, sizes, the time of an append and of a search
    --grants                  # Only print the SQL that makes a role which may work on a store in PostgreSQL, and nothing more; the database is not asked
    --role: string            # The name of that role
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep doctor format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep doctor color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chatkeep completions shell" [] {
    [ "bash" "zsh" "fish" "powershell" "elvish" "nushell" ]
  }

  def "nu-complete chatkeep completions format" [] {
    [ "table" "json" "jsonl" "csv" ]
  }

  def "nu-complete chatkeep completions color" [] {
    [ "auto" "always" "never" ]
  }

  # Print a script that completes commands and options in a shell
  export extern "chatkeep completions" [
    --store: string           # The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    --identity: path          # The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    --passphrase-file: path   # A file with the passphrase of the identity [default: ask at the terminal]
    --fernet-secret-file: path # A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    --format: string@"nu-complete chatkeep completions format" # How results are written to standard output [default: table]
    --color: string@"nu-complete chatkeep completions color" # Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    --lock-timeout: string    # How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    --config: path            # The configuration file [default: config.toml in the configuration folder]
    --quiet(-q)               # Say nothing but results, warnings and errors
    --verbose(-v)             # Say on standard error what is done
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
    shell: string@"nu-complete chatkeep completions shell" # The shell to complete in
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep help" [
  ]

  # Make a store, and an identity to encrypt its keys to
  export extern "chatkeep help init" [
  ]

  # Make a sample store to try everything on, and show what to try
  export extern "chatkeep help demo" [
  ]

  # Add, list, change, disable and remove accounts
  export extern "chatkeep help user" [
  ]

  # Add an account that signs in with e-mail and password
  export extern "chatkeep help user add" [
  ]

  # List all accounts
  export extern "chatkeep help user list" [
  ]

  # Show an account, the providers it has keys for, and what it used
  export extern "chatkeep help user show" [
  ]

  # Change the name, the address or the budget of an account
  export extern "chatkeep help user set" [
  ]

  # Set a new password
  export extern "chatkeep help user passwd" [
  ]

  # Check a password; exit code 7 if it is wrong
  export extern "chatkeep help user verify" [
  ]

  # Keep an account from signing in with its password, and from `chat`
  export extern "chatkeep help user disable" [
  ]

  # Let a disabled account sign in again
  export extern "chatkeep help user enable" [
  ]

  # Remove an account with its keys and conversations
  export extern "chatkeep help user remove" [
  ]

  # Move everything of one account into another, and remove it
  export extern "chatkeep help user merge" [
  ]

  # Make accounts what a file declares
  export extern "chatkeep help user apply" [
  ]

  # Write out everything that is held on a person, but for passwords and keys
  export extern "chatkeep help user export" [
  ]

  # Set, list, show and remove API keys, and look after the identity that opens them
  export extern "chatkeep help key" [
  ]

  # Set a user's API key, encrypted; the key is asked for, and never an argument
  export extern "chatkeep help key set" [
  ]

  # List for which providers keys are set, and how they are encrypted
  export extern "chatkeep help key list" [
  ]

  # Decrypt a key, and show its first and last characters
  export extern "chatkeep help key show" [
  ]

  # Try stored keys: ask their providers which models they offer
  export extern "chatkeep help key test" [
  ]

  # Remove a key
  export extern "chatkeep help key remove" [
  ]

  # Turn the web app's keys (Fernet) into ours (age); the web app loses them
  export extern "chatkeep help key adopt" [
  ]

  # Encrypt every age key anew: for a new identity, or for other recipients
  export extern "chatkeep help key rekey" [
  ]

  # Tell where the identity is that opens the keys, and export it
  export extern "chatkeep help key identity" [
  ]

  # Ask a model, and look after the conversations
  export extern "chatkeep help chat" [
  ]

  # Send a prompt to a model, print the reply as it comes, and store both
  export extern "chatkeep help chat send" [
  ]

  # List conversations, the one active last first
  export extern "chatkeep help chat list" [
  ]

  # Show a conversation
  export extern "chatkeep help chat show" [
  ]

  # Find messages by the words in them, the best first
  export extern "chatkeep help chat search" [
  ]

  # Ask the last question of a conversation again, for a reply in the place of the one it has
  export extern "chatkeep help chat retry" [
  ]

  # Begin a new conversation with the messages of another one, or with the first of them
  export extern "chatkeep help chat fork" [
  ]

  # Give a conversation another title
  export extern "chatkeep help chat rename" [
  ]

  # Show the tags of conversations, add some and remove some
  export extern "chatkeep help chat tag" [
  ]

  # Keep conversations at the top of the list
  export extern "chatkeep help chat pin" [
  ]

  # Take conversations off the list, without deleting them
  export extern "chatkeep help chat archive" [
  ]

  # Store the replies that an interrupted command left, or that the store did not take
  export extern "chatkeep help chat recover" [
  ]

  # Show which models a provider offers, and what they cost
  export extern "chatkeep help chat models" [
  ]

  # Delete conversations; what they cost stays in the ledger
  export extern "chatkeep help chat delete" [
  ]

  # Delete conversations that nobody went on with for long; what they cost stays in the ledger
  export extern "chatkeep help chat prune" [
  ]

  # Write conversations out, as json, jsonl, markdown, csv, html or what ChatGPT exports
  export extern "chatkeep help export" [
  ]

  # Import conversations from exports of chatkeep and of other tools
  export extern "chatkeep help import" [
  ]

  # Make, list, verify, prove, check, prune and schedule backups of the whole store
  export extern "chatkeep help backup" [
  ]

  # Make a backup of the whole store
  export extern "chatkeep help backup create" [
  ]

  # List the backups in a folder, the newest last; exit code 6 if one cannot be read
  export extern "chatkeep help backup list" [
  ]

  # Read backups whole and check every byte; exit code 6 if one is damaged, 7 if one cannot be decrypted
  export extern "chatkeep help backup verify" [
  ]

  # Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it
  export extern "chatkeep help backup drill" [
  ]

  # Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none
  export extern "chatkeep help backup check" [
  ]

  # Remove the backups in a folder that no rule keeps
  export extern "chatkeep help backup prune" [
  ]

  # Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it
  export extern "chatkeep help backup schedule" [
  ]

  # Restore a store from a backup: everything, one user, or one conversation
  export extern "chatkeep help restore" [
  ]

  # Sum up tokens and cost, by user, provider, model, day or month
  export extern "chatkeep help stats" [
  ]

  # Show what is used of each budget, what is left, and what will be used if it goes on like that
  export extern "chatkeep help stats budgets" [
  ]

  # Copy the store into another backend, JSON files, SQLite or PostgreSQL, and compare the two
  export extern "chatkeep help migrate" [
  ]

  # Examine the store: find damage, leftovers and wrong permissions, and mend what can be mended without loss
  export extern "chatkeep help doctor" [
  ]

  # Print a script that completes commands and options in a shell
  export extern "chatkeep help completions" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "chatkeep help help" [
  ]

}

export use completions *
