import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTexts } from "../i18n/index.ts";
import { localImage } from "./images/local-image.ts";
import { uiTexts } from "./texts.ts";

/**
 * Shows a mail as the recipient would see it, in a frame that can do nothing: no scripts, no forms, no
 * navigation, and only what the page's own content security policy lets through.
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
}): ReactNode {
  const t = useTexts(uiTexts);
  const frame = useRef<HTMLIFrameElement>(null);
  const [grown, setGrown] = useState(480);
  const html = localImage(props.withoutImages ? blockImages(props.html) : props.html);

  useEffect(() => {
    const element = frame.current;
    if (!element || props.height !== undefined) return;
    let observer: ResizeObserver | undefined;
    const measure = (): void => {
      const root = element.contentDocument?.documentElement;
      const body = element.contentDocument?.body;
      if (!root || !body) return;
      // The root includes the margins of the body; a mail with height:100% overflows its body instead.
      setGrown(Math.max(120, Math.min(20_000, Math.max(root.offsetHeight, body.scrollHeight))));
    };
    const onLoad = (): void => {
      observer?.disconnect();
      measure();
      const body = element.contentDocument?.body;
      if (body) {
        observer = new ResizeObserver(measure);
        observer.observe(body);
      }
    };
    element.addEventListener("load", onLoad);
    return () => {
      element.removeEventListener("load", onLoad);
      observer?.disconnect();
    };
  }, [props.height]);

  return (
    <div className="k-frame">
      <iframe
        ref={frame}
        title={props.title ?? t("preview")}
        // allow-same-origin lets this page measure the height; without allow-scripts nothing in it can run.
        sandbox="allow-same-origin"
        srcDoc={html}
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

function blockImages(html: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="img-src 'none'">`;
  return /<head[^>]*>/i.test(html)
    ? html.replace(/<head[^>]*>/i, (head) => head + policy)
    : policy + html;
}
