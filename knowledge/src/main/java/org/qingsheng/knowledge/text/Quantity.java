package org.qingsheng.knowledge.text;

/**
 * A number with its unit, however it was written: 三十万元, 30万, 300000块.
 *
 * @param value in the unit's own measure: money in yuan, spans in months or days, rates in percent
 */
public record Quantity(double value, Unit unit) {
  /** What is counted. {@link #PLAIN} is a number whose unit was not said or is not known. */
  public enum Unit {
    MONEY,
    MONTHS,
    DAYS,
    HOURS,
    MINUTES,
    YEAR,
    MONTH_OF_YEAR,
    DAY_OF_MONTH,
    AGE,
    PERCENT,
    PEOPLE,
    ARTICLE,
    AREA,
    TIMES,
    PLAIN
  }
}
