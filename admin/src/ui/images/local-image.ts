const PUBLIC = /https?:\/\/[^\s"'()<>]+?(\/m\/[A-Za-z0-9_-]{22}\.(?:jpg|png|gif))/g;

/**
 * Images of the library at this server's own address: the workplace loads nothing from another host, and mails name the
 * public one.
 */
export function localImage(text: string): string {
  return text.replace(PUBLIC, "$1");
}
