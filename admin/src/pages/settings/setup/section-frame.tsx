import type { ReactNode } from "react";
import { Card, Grid, SaveStateText, type SaveState } from "../../../ui/index.ts";

/** A form on its sheet, with what explains it beside. */
export function SectionFrame(props: {
  save: SaveState | undefined;
  form: ReactNode;
  aside: ReactNode | undefined;
  /** Buttons below the form. */
  foot?: ReactNode;
  /** Why nothing goes on yet. */
  notice?: ReactNode;
}): ReactNode {
  return (
    <Grid className="set-section">
      <Card className={props.aside ? "c8" : undefined}>
        {props.form}
        {props.notice}
        <div className="set-foot">
          {props.foot ?? (props.save && <SaveStateText save={props.save} />)}
        </div>
      </Card>
      {props.aside && <div className="c4 set-aside">{props.aside}</div>}
    </Grid>
  );
}
