import { IconForms, IconListDetails, IconMail } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** What to do once the account is set up: a list, a form, the first mailing. */
export function WhatNext(): ReactNode {
  const t = useTexts(texts);
  const ways = [
    { id: "list", to: "/lists?new=1", icon: IconListDetails },
    { id: "form", to: "/lists/forms/new", icon: IconForms },
    { id: "mailing", to: "/mailings?new=1", icon: IconMail },
  ] as const;
  return (
    <div className="set-next">
      {ways.map(({ id, to, icon: WayIcon }, index) => (
        <Link key={id} to={to} className="set-next-card">
          <span className="k-dot" data-tone="go" aria-hidden="true">
            <WayIcon size={20} stroke={1.6} />
          </span>
          <span className="k-cap">{index + 1}</span>
          <b>{t(`ways.${id}.title`)}</b>
          <span>{t(`ways.${id}.text`)}</span>
        </Link>
      ))}
    </div>
  );
}
