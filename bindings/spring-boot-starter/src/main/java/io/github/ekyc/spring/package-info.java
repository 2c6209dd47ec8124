/** A client of Alibaba Cloud ID Verification as a bean of Spring Boot. */
package io.github.ekyc.spring;
