import type { ReactNode } from "react";
import type { DocumentBlock, FlowPicture } from "../../../../../contract/documents.ts";
import { SimpleTable } from "../../../ui/index.ts";

/** A block of a document as the page shows it: the same order and words as in print. */
export function Block({ block }: { block: DocumentBlock }): ReactNode {
  switch (block.kind) {
    case "text":
      return <p>{block.text}</p>;
    case "open":
      return <p className="doc-open">{block.text}</p>;
    case "list":
      return (
        <ul className="doc-points">
          {block.items.map((item, at) => (
            <li key={at}>{item}</li>
          ))}
        </ul>
      );
    case "facts":
      return (
        <dl className="doc-facts">
          {block.rows.map(({ label, value }, at) => (
            <div key={at}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case "table":
      return (
        <SimpleTable
          label={block.label}
          words
          wide
          head={
            <tr>
              {block.head.map((cell) => (
                <th key={cell} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          }
        >
          {block.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} data-label={block.head[column]}>
                  {column === 0 ? <b>{cell}</b> : cell}
                </td>
              ))}
            </tr>
          ))}
        </SimpleTable>
      );
    case "figure":
      return <Flow picture={block.picture} alt={block.alt} />;
    case "signature":
      return (
        <p className="doc-sign">
          {block.lines.map((line, at) => (
            <span key={at}>{line}</span>
          ))}
        </p>
      );
  }
}

function Flow({ picture, alt }: { picture: FlowPicture; alt: string }): ReactNode {
  return (
    // On the phone it is wider than the page and scrolls, by keyboard too.
    <div className="doc-flow" role="group" aria-label={alt} tabIndex={0}>
      <svg viewBox={`0 0 ${picture.width} ${picture.height}`} aria-hidden="true">
        {picture.arrows.map(({ fromX, fromY, toX, toY }, at) => (
          <path
            key={at}
            className="doc-arrow"
            d={`M${fromX} ${fromY}L${toX - 3} ${toY}M${toX - 8} ${toY - 4}L${toX - 2} ${toY}L${toX - 8} ${toY + 4}`}
          />
        ))}
        {picture.boxes.map((box, at) => (
          <g key={at} data-tone={box.tone}>
            <rect
              x={box.x + 0.5}
              y={box.y + 0.5}
              width={box.width - 1}
              height={box.height - 1}
              rx={8}
            />
            <text className="doc-box" x={box.x + 10} y={box.y + 19}>
              {box.title}
            </text>
            {box.lines.map((line, no) => (
              <text key={no} x={box.x + 10} y={box.y + 37 + no * 13}>
                {line}
              </text>
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}
