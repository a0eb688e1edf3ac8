import type { ReactNode } from "react";
import { BrandMark } from "./brand.tsx";

/** The frame of pages before the sign-in: one card in the middle, the sign of Klarpost above. */
export function Door(props: { title?: string; intro?: string; children: ReactNode }): ReactNode {
  return (
    <main className="s-center">
      <div style={{ width: "100%", maxWidth: 440 }}>
        <div className="s-brand s-door-brand">
          <BrandMark size={32} />
          Klarpost
        </div>
        <div className="k-card s-door">
          {props.title && <h1 className="s-door-title">{props.title}</h1>}
          {props.intro && <p className="k-muted s-door-intro">{props.intro}</p>}
          {props.children}
        </div>
      </div>
    </main>
  );
}
