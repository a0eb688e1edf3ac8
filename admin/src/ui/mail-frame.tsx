import { useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { useTexts } from "../i18n/index.ts";
import { localImage } from "./images/local-image.ts";
import { uiTexts } from "./texts.ts";

/** A link of a mail as it lies in its frame, in pixels from the corner of the mail. */
export interface FrameLink {
  href: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What the page inside the frame says: that it is there, then how large what it shows has become. */
type FromFrame = { frame: "ready" } | { frame: "measured"; height: number; links: FrameLink[] };

/** Where the empty page is that shows foreign HTML: a host of its own when the installation has one. */
const frameAddress =
  document.querySelector<HTMLMetaElement>("meta[name=foreign-frame]")?.content ?? "/frame";

/**
 * Shows a mail as the recipient would see it, in a frame that belongs to nobody: without our origin, its cookies and its
 * storage, with no script but the one that puts the mail there and measures it. Links and forms in it do nothing.
 */
export function MailFrame(props: {
  html: string;
  /** Width of the mail program: 390 is a phone. Without it the whole place. */
  width?: number;
  /** Fixed height in pixels; without it the frame grows with its content. */
  height?: number;
  /** Shows the mail in a mail program with a dark scheme. */
  dark?: boolean;
  /** Shows what is left when the mail program loads no images. */
  withoutImages?: boolean;
  title?: string;
  /** Hands out where the links lie, each time the mail was laid out. */
  onLinks?: (links: FrameLink[]) => void;
}): ReactNode {
  const t = useTexts(uiTexts);
  const frame = useRef<HTMLIFrameElement>(null);
  const [grown, setGrown] = useState(480);
  const [shown, setShown] = useState(false);
  const html = localImage(props.html);
  const latest = useRef({ html, onLinks: props.onLinks, ready: false });
  latest.current = { ...latest.current, html, onLinks: props.onLinks };

  // Before the browser paints: the page in the frame may be there at once.
  useLayoutEffect(() => {
    const onMessage = (event: MessageEvent<FromFrame>): void => {
      if (event.source === null || event.source !== frame.current?.contentWindow) return;
      if (event.data.frame === "ready") {
        latest.current.ready = true;
        show(frame.current, latest.current.html);
      } else {
        setGrown(Math.max(120, Math.min(20_000, event.data.height)));
        setShown(true);
        latest.current.onLinks?.(event.data.links);
      }
    };
    window.addEventListener("message", onMessage);
    return () => window.removeEventListener("message", onMessage);
  }, []);
  useLayoutEffect(() => {
    if (latest.current.ready) show(frame.current, html);
  }, [html]);

  return (
    <div className="k-frame" aria-busy={!shown || undefined}>
      <iframe
        ref={frame}
        title={props.title ?? t("preview")}
        src={props.withoutImages ? `${frameAddress}?images=0` : frameAddress}
        // Without allow-same-origin: whatever runs in there runs for nobody.
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        style={{
          height: props.height ?? grown,
          maxWidth: props.width,
          colorScheme: props.dark ? "dark" : "light",
          background: props.dark ? "#1b1b1b" : "#ffffff",
        }}
      />
    </div>
  );
}

/** To any origin, as that of a sandbox has no name; the frame's address is ours, and our policy lets it go nowhere else. */
function show(frame: HTMLIFrameElement | null, html: string): void {
  frame?.contentWindow?.postMessage({ html }, "*");
}
