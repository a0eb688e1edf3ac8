/** One variable of the environment, as `--help` shows it. */
export interface Setting {
  name: string;
  fallback: string;
  help: string;
}

export const SETTINGS: Setting[] = [
  { name: "PORT", fallback: "8321", help: "Port of the web server." },
  {
    name: "HOST",
    fallback: "127.0.0.1",
    help: "Address the web server listens on. Anything but loopback needs https in front.",
  },
  {
    name: "PUBLIC_URL",
    fallback: "http://localhost:<PORT>",
    help: "How operators reach the workplace and the API.",
  },
  {
    name: "PAGES_URL",
    fallback: "PUBLIC_URL",
    help: "How recipients reach forms, confirmation, unsubscribe and their settings.",
  },
  { name: "TRACK_URL", fallback: "PAGES_URL", help: "Host of the measuring links and pixels." },
  {
    name: "SANDBOX_URL",
    fallback: "(none)",
    help: "A host of its own, leading here, for the frame that shows mails in the workplace; without it that is a sandbox of PUBLIC_URL.",
  },
  {
    name: "DATA_DIR",
    fallback: "./data",
    help: "Folder of the embedded database, its key and the sandbox mailbox.",
  },
  {
    name: "BACKUP_DIR",
    fallback: "DATA_DIR/backups",
    help: "Folder of the backups and of a copy of the erasure journal. Another disk or machine, please.",
  },
  {
    name: "BACKUP_KEY_FILE",
    fallback: "DATA_DIR/backup.key",
    help: "File with the key of the backups, made at the first one. Keep a copy elsewhere.",
  },
  {
    name: "BACKUP_PASSPHRASE",
    fallback: "(BACKUP_KEY_FILE)",
    help: "A passphrase of at least 12 characters instead of the file.",
  },
  {
    name: "DATABASE_URL",
    fallback: "(embedded database)",
    help: "A PostgreSQL server, 15 or newer, instead of the embedded one. On another machine with ?sslmode=verify-full, or sslmode=disable where nobody else can listen.",
  },
  {
    name: "SECRET_KEY",
    fallback: "made in DATA_DIR with the embedded database",
    help: "At least 32 bytes as base64 or hex; after a change several, divided by commas, the newest first. Required with DATABASE_URL; keep it safe, links and proofs depend on it.",
  },
  {
    name: "TRACKING_KEYS",
    fallback: "secret-key",
    help: "Secrets of the measuring links, divided by commas: new links use the first, all are read. secret-key is SECRET_KEY's.",
  },
  {
    name: "SMTP_URL",
    fallback: "(none)",
    help: "Relay for accounts in live operation: smtp://user:password@host:587 or smtps://host.",
  },
  {
    name: "SANDBOX_SMTP_URL",
    fallback: "(built-in mailbox)",
    help: "Another catch-all on this machine for accounts in the sandbox. Loopback only.",
  },
  {
    name: "INBOUND_DOMAIN",
    fallback: "(none)",
    help: "Domain whose mail comes here: adds unsubscribing by mail to newsletters, and an address for replies.",
  },
  {
    name: "INBOUND_SMTP_PORT",
    fallback: "(none)",
    help: "Port of the SMTP server for that mail. Without it, deliver messages to POST /api/v1/inbound/messages.",
  },
  {
    name: "INBOUND_SMTP_HOST",
    fallback: "127.0.0.1",
    help: "Address that SMTP server listens on. Put a mail server in front of it rather than the open internet.",
  },
  {
    name: "SPAMD_URL",
    fallback: "(none)",
    help: "SpamAssassin for the spam check of mailings: spamd://127.0.0.1:783. This machine or PRIVATE_HOSTS.",
  },
  {
    name: "RSPAMD_URL",
    fallback: "(none)",
    help: "rspamd for the spam check of mailings: http://127.0.0.1:11333. This machine or PRIVATE_HOSTS.",
  },
  {
    name: "SECURITY_CONTACT",
    fallback: "(none)",
    help: "Whom to tell of a weakness, for /.well-known/security.txt: mailto:security@example.org or an https address.",
  },
  { name: "LOG_LEVEL", fallback: "info", help: "trace, debug, info, warn, error or silent." },
  {
    name: "PRIVATE_HOSTS",
    fallback: "(none)",
    help: "Hosts of your own network that webhooks, time stamp services and sending routes may have: name or name:port, separated by commas.",
  },
  {
    name: "PLACES",
    fallback: "(none)",
    help: "Countries of the hosts named here, ISO 3166: smtp.example.org=DE,db.example.net=FI. Known providers and own networks need none.",
  },
  {
    name: "TRANSFER_RECORDS",
    fallback: "(none)",
    help: "A JSON file with the transfer records of hosts outside the EEA; see docs/operate/places.md.",
  },
  {
    name: "TRUSTED_PROXIES",
    fallback: "0",
    help: "Number of reverse proxies in front whose X-Forwarded-For is believed.",
  },
  {
    name: "API_CALLS_PER_MINUTE",
    fallback: "600",
    help: "Calls of one API key a minute, over all processes; a signed-in person has three times as many.",
  },
];
