import type { ReactNode } from "react";
import type { MethodBlock, MethodSection } from "../../../../../contract/counting-method.ts";
import { Card, SimpleTable } from "../../../ui/index.ts";

/** A section of the description; `children` stand below its blocks. */
export function MethodCard(props: { section: MethodSection; children?: ReactNode }): ReactNode {
  const { id, title, blocks } = props.section;
  return (
    <Card id={id} title={title}>
      <div className="pv-method">
        {blocks.map((block, index) => (
          <Block key={index} block={block} />
        ))}
        {props.children}
      </div>
    </Card>
  );
}

function Block({ block }: { block: MethodBlock }): ReactNode {
  switch (block.kind) {
    case "text":
      return <p>{block.text}</p>;
    case "quote":
      return <blockquote className="pv-quote">{block.text}</blockquote>;
    case "list":
      return (
        <ul className="pv-points">
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case "steps":
      return (
        <ol className="pv-hold">
          {block.items.map((item) => (
            <li key={item.title}>
              <b>{item.title}</b>
              <p>{item.text}</p>
            </li>
          ))}
        </ol>
      );
    case "table":
      return <BlockTable block={block} />;
  }
}

function BlockTable({ block }: { block: Extract<MethodBlock, { kind: "table" }> }): ReactNode {
  const isNumber = (at: number): { "data-num"?: true } =>
    block.numbers?.includes(at) ? { "data-num": true } : {};
  return (
    <div className="pv-words">
      <SimpleTable
        label={block.label}
        wide={(block.numbers?.length ?? 0) > 1}
        words={block.numbers === undefined}
        head={
          <tr>
            {block.head.map((cell, at) => (
              <th key={cell} scope="col" {...isNumber(at)}>
                {cell}
              </th>
            ))}
          </tr>
        }
      >
        {block.rows.map((row) => (
          <tr key={row[0]}>
            {row.map((cell, at) => (
              <td key={at} data-label={block.head[at]} {...isNumber(at)}>
                {block.code?.includes(at) ? (
                  <code>{cell}</code>
                ) : at === 0 && !block.numbers ? (
                  <b>{cell}</b>
                ) : (
                  cell
                )}
              </td>
            ))}
          </tr>
        ))}
      </SimpleTable>
    </div>
  );
}
