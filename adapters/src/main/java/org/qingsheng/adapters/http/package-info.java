/**
 * Plain HTTP: any system that can post JSON and take a post, such as a school portal or a hotline's
 * own program. Both directions are signed with HMAC-SHA256 over the time and the raw body.
 *
 * <p>It is also the adapter that {@code adapters/README.md} walks through: small, and whole. Does
 * not live here: anything about one particular system.
 */
@NullMarked
package org.qingsheng.adapters.http;

import org.jspecify.annotations.NullMarked;
