package org.qingsheng.knowledge;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The document an answer rests on (依据).
 *
 * @param issuer issuing body (发文机关)
 * @param number document number (文号) or article
 * @param date date of issue, by the document
 * @param link official address, https only
 */
public record Source(
    String issuer, String title, String number, LocalDate date, Optional<String> link) {}
