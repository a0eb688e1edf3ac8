/** Only a path of this workplace: an address brought along must not lead elsewhere. */
export function ownPath(back: string | undefined): string {
  // A browser drops tabs and line breaks from an address and takes \ for /, so that "/\t/host" is another's.
  if (!back || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(back) || back.startsWith("/login")) return "/";
  return back;
}
